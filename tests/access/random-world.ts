import { below, emptyFolder, fileAt, registryOf } from '../../src/demo/nextcloud/world/tree.ts';
import type {
  World,
  WorldFile,
  WorldFolder,
  WorldMount,
  WorldShare,
  WorldUser,
} from '../../src/demo/nextcloud/world/world.ts';
import { type Random, randomOf } from '../../src/demo/random.ts';
import type { TreePath } from '../../src/model/path/path.ts';
import { NOW, type SmallTree, smallWorld } from '../helpers/world.ts';

const PEOPLE = ['anna', 'bert', 'carl', 'dora', 'emil'] as const;
/** An account that the audit leaves out. */
export const OUTSIDER = 'xeno';
const GROUPS = ['hosts', 'choir'] as const;
/** Masks of OCS; what gives nothing to read is given by link alone. */
const RIGHTS = [1, 3, 7, 15, 17, 19, 31] as const;
const DROP = 4;
const USER = 0;
const GROUP = 1;
const LINK = 3;
const KINDS = [USER, USER, USER, GROUP, GROUP, LINK, 4, 6, 7, 10] as const;
/** Before the day of `NOW`, on it, after it. */
const ENDS = [null, null, null, '2026-11-23', '2026-11-24', '2026-12-31'] as const;

/** What somebody may share. */
interface Shareable {
  readonly owner: string;
  readonly path: TreePath;
  readonly node: WorldFolder | WorldFile;
}

/**
 * Five members (at times one of them disabled), an account outside the audit, two groups, up to two group folders, and
 * shares of every kind: nested, passed on, ended, of one thing twice.
 */
export function randomWorld(seed: number): World {
  const random = randomOf(seed);
  const members = Object.fromEntries(
    [...PEOPLE, ...(random.next() < 0.5 ? [OUTSIDER] : [])].map((id) => [
      id,
      { groups: groupsOf(random, id), files: treeOf(random) },
    ]),
  );
  const world = smallWorld({ members, seed });
  world.groups.push(...GROUPS.map((id) => ({ id, name: id })));
  const users = world.users.filter(({ id }) => id !== world.admin.id);
  if (random.next() < 0.5) random.pick(nonEmpty(users.filter(({ id }) => id !== OUTSIDER))).enabled = false;
  addGroupFolders(users, random, seed);
  let id = 500;
  for (let count = random.between(4, 14); count > 0; count--) {
    const share = shareOf(world, users, random, String(id++));
    if (share !== null) world.shares.push(share);
  }
  return world;
}

function groupsOf(random: Random, id: string): string[] {
  const own = GROUPS.filter(() => random.next() < 0.6);
  return id === OUTSIDER ? own : ['coop', ...own];
}

function treeOf(random: Random): SmallTree {
  const all = ['/a/1.txt', '/a/b/2.txt', '/a/b/c/3.txt', '/a/b/d/4.txt', '/e/5.txt', '/6.txt'];
  return Object.fromEntries(all.filter(() => random.next() < 0.7).map((path) => [path, 10]));
}

function addGroupFolders(users: readonly WorldUser[], random: Random, seed: number): void {
  const registry = registryOf(randomOf(seed + 1), 7);
  for (let number = random.between(0, 2); number > 0; number--) {
    const folder = emptyFolder(registry, `Team ${number}`, NOW);
    for (const path of ['/p/q/7.txt', '/p/8.txt', '/9.txt'])
      fileAt(registry, folder, path, { size: 5, modifiedAt: NOW, uploadedAt: NOW });
    const groups = GROUPS.filter(() => random.next() < 0.7);
    const facts: Partial<WorldMount> =
      groups.length === 0
        ? {}
        : { groups, groupRights: new Map(groups.map((group) => [group, random.pick(RIGHTS)])) };
    const having = users.filter((user) =>
      groups.length === 0 ? random.next() < 0.5 : user.groups.some((id) => groups.some((one) => one === id)),
    );
    for (const [at, user] of having.entries()) {
      const isElsewhere = at > 0 && random.next() < 0.2;
      user.mounts.push({
        ...facts,
        type: 'group',
        folder,
        path: `/Team ${number}${isElsewhere ? ' (2)' : ''}`,
      });
    }
  }
}

/** Something that somebody shares for the first time, or passes on. */
function shareOf(world: World, users: readonly WorldUser[], random: Random, id: string): WorldShare | null {
  const earlier = random.next() < 0.35 ? passedOn(world, users, random) : null;
  const user = random.pick(nonEmpty(users));
  const things = shareables(user);
  const [first, ...rest] = earlier?.things ?? things;
  if (first === undefined) return null;
  const { owner, path, node } = random.pick([first, ...rest]);
  const sharedBy = earlier?.by ?? user.id;
  const type = random.pick(KINDS);
  const people = users.map((one) => one.id).filter((one) => one !== owner && one !== sharedBy);
  const mask = type === LINK && node.kind === 'folder' && random.next() < 0.3 ? DROP : random.pick(RIGHTS);
  return {
    ...{ id, type, sharedBy, path },
    fileOwner: owner,
    fileId: node.fileId,
    isFolder: node.kind === 'folder',
    // Of a file there is nothing to make or delete.
    permissions: (node.kind === 'file' ? mask & ~12 : mask) & (earlier?.mask ?? 31),
    createdAt: NOW - random.between(1, 400) * 86_400_000,
    expires: random.pick(ENDS),
    recipient: recipientOf(type, people, random),
    token: type === LINK || type === 4 ? random.letters(15) : null,
    passwordHash: null,
    label: '',
    note: '',
    hideDownload: false,
  };
}

function recipientOf(type: number, people: readonly string[], random: Random): string | null {
  if (type === LINK) return null;
  if (type === USER) return random.pick(nonEmpty(people));
  if (type === GROUP) return random.pick(GROUPS);
  return random.pick(['Guest@partner.example', 'press@paper.example']);
}

/** The own tree, and the group folders that somebody has. */
function shareables({ id, home, mounts }: WorldUser): readonly Shareable[] {
  const own = [...below(home)].map((one) => ({ owner: id, ...one }));
  const teams = mounts.flatMap(({ path, folder }) => [
    { owner: id, path, node: folder },
    ...[...below(folder)].map((one) => ({ owner: id, path: `${path}${one.path}`, node: one.node })),
  ]);
  return [...own, ...teams];
}

/** Somebody who received something in force shares it, or what lies in it, again. */
function passedOn(world: World, users: readonly WorldUser[], random: Random) {
  const received = world.shares.flatMap((share) => {
    if (share.type !== USER && share.type !== GROUP) return [];
    if (share.expires === ENDS[3] || share.expires === ENDS[4]) return [];
    const by = users.filter(
      ({ id, groups }) =>
        id !== share.fileOwner &&
        id !== share.sharedBy &&
        (id === share.recipient || groups.some((group) => group === share.recipient)),
    );
    return by.map((user) => ({ share, user }));
  });
  const [first, ...rest] = received;
  if (first === undefined) return null;
  const { share, user } = random.pick([first, ...rest]);
  const owner = users.find(({ id }) => id === share.fileOwner);
  const all = owner === undefined ? [] : shareables(owner);
  const things = all.filter(({ path }) => path === share.path || path.startsWith(`${share.path}/`));
  return { by: user.id, mask: share.permissions, things };
}

function nonEmpty<T>(all: readonly T[]): readonly [T, ...T[]] {
  const [first, ...rest] = all;
  if (first === undefined) throw new RangeError('nothing to pick from');
  return [first, ...rest];
}
