import { createHash } from 'node:crypto';
import { receivedBy } from './received.ts';
import type { Site } from './site.ts';
import { sizesIn } from './tree-sizes.ts';
import type { Mount, Seen, View } from './visible-tree.ts';
import type { WorldMount, WorldUser } from './world.ts';

export function viewOf(site: Site, user: WorldUser): View {
  const mounts = [...ownMounts(user), ...receivedBy(site, user)];
  return { user, mounts, foreign: foreignBytes(site, mounts), rootEtag: rootEtagOf(user, mounts) };
}

function ownMounts(user: WorldUser): readonly Mount[] {
  return user.mounts.map((mount) => {
    const { path, type, folder, unavailable } = mount;
    const cut = path.lastIndexOf('/');
    return {
      parent: cut <= 0 ? '/' : path.slice(0, cut),
      name: path.slice(cut + 1),
      node: folder,
      type,
      ownerId: user.id,
      permissions: type === 'group' ? rightsIn(mount, user) : ALL_RIGHTS,
      unavailable: unavailable === true,
    };
  });
}

const ALL_RIGHTS = 31;

/** The rights of all the member's groups together; all of whoever has it by a circle. */
function rightsIn({ groups = [], groupRights }: WorldMount, user: WorldUser): number {
  const by = groups.filter((group) => user.groups.includes(group));
  if (by.length === 0) return ALL_RIGHTS;
  return by.reduce((mask, group) => mask | (groupRights?.get(group) ?? ALL_RIGHTS), 0);
}

/** A root with mounts has an etag made of all of theirs. */
function rootEtagOf(user: WorldUser, mounts: readonly Mount[]): string {
  if (mounts.length === 0) return user.home.etag;
  const parts = [user.home.etag, ...mounts.map(({ node, unavailable }) => (unavailable ? '' : node.etag))];
  return createHash('md5').update(parts.join(' ')).digest('hex');
}

function foreignBytes(site: Site, mounts: readonly Mount[]): ReadonlyMap<string, number> {
  const bytes = new Map<string, number>();
  for (const mount of mounts) {
    const size = mountBytes(site, mount);
    for (let at = mount.parent; ; at = at.slice(0, at.lastIndexOf('/')) || '/') {
      bytes.set(at, (bytes.get(at) ?? 0) + size);
      if (at === '/') break;
    }
  }
  return bytes;
}

function mountBytes(site: Site, { node, unavailable }: Mount): number {
  if (unavailable) return 0;
  return node.kind === 'file' ? node.size : sizesIn(site, node).of(node);
}

export function rootOf(view: View): Seen {
  return { node: view.user.home, path: '/', folder: '', mount: null, isMountRoot: false };
}

/** What stands in a folder, mounts last. */
export function* childrenOf(view: View, seen: Seen): Generator<Seen> {
  if (seen.node.kind === 'file' || seen.mount?.unavailable === true) return;
  const prefix = seen.path === '/' ? '' : seen.path;
  for (const node of seen.node.children) {
    yield { node, path: `${prefix}/${node.name}`, folder: prefix, mount: seen.mount, isMountRoot: false };
  }
  if (seen.mount !== null) return;
  for (const mount of view.mounts) {
    if (mount.parent !== seen.path) continue;
    yield { node: mount.node, path: `${prefix}/${mount.name}`, folder: prefix, mount, isMountRoot: true };
  }
}

/** What stands at a path in the tree, and whether the way there leads into a folder that refuses its list. */
export function seenAt(view: View, path: string): { readonly seen: Seen; readonly refused: boolean } | null {
  let seen = rootOf(view);
  let refused = false;
  for (const name of path.split('/').filter((part) => part !== '')) {
    refused ||= seen.node.kind === 'folder' && seen.node.forbidden === true;
    const next = childNamed(view, seen, name);
    if (next === null) return null;
    seen = next;
  }
  return { seen, refused };
}

function childNamed(view: View, seen: Seen, name: string): Seen | null {
  for (const child of childrenOf(view, seen)) {
    if (
      child.path.endsWith(`/${name}`) &&
      child.path.lastIndexOf('/') === child.path.length - name.length - 1
    )
      return child;
  }
  return null;
}

/**
 * A folder and all that stands below it to a depth, each before what it holds. Folders that refuse their list keep
 * their contents to themselves; mounts that do not answer are passed over.
 */
export function* walk(view: View, from: Seen, depth: number): Generator<Seen> {
  const open: Iterator<Seen>[] = [];
  yield from;
  if (depth > 0 && mayList(from)) open.push(childrenOf(view, from));
  for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
    const { value, done } = inner.next();
    if (done === true) {
      open.pop();
      continue;
    }
    if (value.mount?.unavailable === true && depth > 1) continue;
    yield value;
    if (value.node.kind === 'folder' && open.length < depth && mayList(value))
      open.push(childrenOf(view, value));
  }
}

function mayList({ node }: Seen): boolean {
  return node.kind === 'folder' && node.forbidden !== true;
}
