import { isWithin, type TreePath } from '../../../model/path/path.ts';
import { flavourOf } from './flavour.ts';
import type { Site } from './site.ts';
import { nodeAt } from './tree.ts';
import type { Mount } from './visible-tree.ts';
import type { World, WorldFile, WorldFolder, WorldMount, WorldShare, WorldUser } from './world.ts';

const USER = 0;
const GROUP = 1;

/** An end is a moment of its day, UTC; from then on the share gives nothing. */
export function isExpired(world: World, { expires }: WorldShare, now: number): boolean {
  if (expires === null) return false;
  const end = flavourOf(world).worksOnLastDay ? '23:59:59' : '00:00:00';
  return Date.parse(`${expires}T${end}Z`) <= now;
}

export function userNamed(world: World, id: string): WorldUser | undefined {
  return userBy(world, 'id', id);
}

/** Where a user stands among the users; −1 for nobody. */
export function placeOf(world: World, id: string): number {
  return placeBy(world, 'id', id);
}

/** The first user who has such an id, is called so at login, or has such an app password. */
export function userBy(world: World, kind: SoughtBy, text: string): WorldUser | undefined {
  return world.users[placeBy(world, kind, text)];
}

const TEXTS = {
  id: ({ id }) => [id],
  name: ({ id, loginName }) => [id, loginName],
  secret: ({ appPassword }) => [appPassword],
} as const satisfies Readonly<Record<string, (user: WorldUser) => readonly (string | null)[]>>;
type SoughtBy = keyof typeof TEXTS;

/** Where users stood when they were last looked for. */
const places = new WeakMap<World, Readonly<Record<SoughtBy, Map<string | null, number>>>>();

/** As `findIndex`, but of 50,000 users not each request looks at all: a place is believed as long as its user still has the text. */
function placeBy(world: World, kind: SoughtBy, text: string): number {
  if (text === '') return -1;
  const ofWorld = places.get(world) ?? {
    id: placesBy(world, 'id'),
    name: placesBy(world, 'name'),
    secret: placesBy(world, 'secret'),
  };
  places.set(world, ofWorld);
  const known = ofWorld[kind];
  const has = (user: WorldUser) => TEXTS[kind](user).some((one) => one === text);
  const before = known.get(text) ?? -1;
  const there = world.users[before];
  if (there !== undefined && has(there)) return before;
  const place = world.users.findIndex(has);
  if (place !== -1) known.set(text, place);
  return place;
}

function placesBy({ users }: World, kind: SoughtBy): Map<string | null, number> {
  return new Map(
    users.flatMap((user, place) => TEXTS[kind](user).map((text) => [text, place] as const)).toReversed(),
  );
}

/** What a share shares; null where it is gone. */
export function sharedNode(world: World, share: WorldShare): WorldFolder | WorldFile | null {
  const owner = userNamed(world, share.fileOwner);
  const node = owner === undefined ? null : nodeOf(owner, share.path);
  return node?.fileId === share.fileId ? node : null;
}

/** What stands at a path of the own tree or of a group folder in it; null where nothing does. */
export function nodeOf(user: WorldUser, path: TreePath): WorldFolder | WorldFile | null {
  const mount = groupMountAt(user, path);
  return mount === null ? nodeAt(user.home, path) : nodeAt(mount.folder, path.slice(mount.path.length));
}

/** The group folder in which a path of a member's tree lies; null where it lies in the own tree. */
export function groupMountAt({ mounts }: WorldUser, path: TreePath): WorldMount | null {
  return mounts.find((mount) => mount.type === 'group' && isWithin(path, mount.path)) ?? null;
}

export function isRecipient(user: WorldUser, share: WorldShare): boolean {
  if (share.fileOwner === user.id || share.sharedBy === user.id || share.recipient === null) return false;
  if (share.type === USER) return share.recipient === user.id;
  return share.type === GROUP && user.groups.includes(share.recipient);
}

/** The shares that a member received, as mounts in the root of the tree; the same file twice is one mount. */
export function receivedBy(site: Site, user: WorldUser): readonly Mount[] {
  const taken = new Set(user.home.children.map(({ name }) => name));
  for (const { path } of user.mounts) taken.add(path.slice(1));
  const mounts = new Map<string, Mount>();
  for (const share of site.world.shares) {
    if (!isRecipient(user, share) || isExpired(site.world, share, site.now())) continue;
    const node = sharedNode(site.world, share);
    if (node === null) continue;
    const earlier = mounts.get(share.fileId);
    const name = earlier?.name ?? freeName(node, taken);
    taken.add(name);
    mounts.set(share.fileId, {
      parent: '/',
      name,
      node,
      type: 'shared',
      ownerId: share.fileOwner,
      permissions: (earlier?.permissions ?? 0) | share.permissions,
      unavailable: false,
    });
  }
  return [...mounts.values()];
}

/** `Plans`, else `Plans (2)`, as the server names a mount where something stands already. */
function freeName({ kind, name }: WorldFolder | WorldFile, taken: ReadonlySet<string>): string {
  const dot = kind === 'file' ? name.lastIndexOf('.') : -1;
  const stem = dot > 0 ? name.slice(0, dot) : name;
  const end = dot > 0 ? name.slice(dot) : '';
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${stem} (${number})${end}`;
  return free;
}
