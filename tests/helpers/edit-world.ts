import {
  fileAt,
  folderAt,
  nodeAt,
  type Registry,
  registryOf,
  stampUpwards,
  takeOut,
} from '../../src/demo/nextcloud/world/tree.ts';
import type {
  World,
  WorldFile,
  WorldFolder,
  WorldShare,
  WorldUser,
} from '../../src/demo/nextcloud/world/world.ts';
import { randomOf } from '../../src/demo/random.ts';
import { nameOf, parentOf, type TreePath } from '../../src/model/path/path.ts';
import type { UtcMs } from '../../src/model/units.ts';

/** Changes a world as its members would, while a server answers from it. */
export interface Editor {
  readonly world: World;
  /** Hands out ids that no cooperative and no other month uses. */
  readonly registry: Registry;
  /** When the changes happen. */
  readonly now: () => UtcMs;
}

/** A range of file ids above those of all months of a made-up cooperative. */
const OWN_MONTH = 100_000;

export interface EditorOptions {
  readonly seed?: number;
  readonly now?: () => UtcMs;
}

export function editorOf(world: World, options: EditorOptions = {}): Editor {
  const registry = registryOf(randomOf(options.seed ?? 1), OWN_MONTH);
  return { world, registry, now: options.now ?? Date.now };
}

/**
 * Uploads a file, or overwrites the one that stands there, which keeps its id. All folders above get a new etag and time.
 * Without times it was changed and uploaded now.
 */
export function putFile(
  editor: Editor,
  member: string,
  path: TreePath,
  facts: Partial<Omit<WorldFile, 'kind' | 'name'>> = {},
): WorldFile {
  const { home } = memberOf(editor, member);
  const { registry } = editor;
  const earlier = nodeAt(home, path);
  if (earlier?.kind === 'folder') throw new RangeError(`${path} is a folder`);
  const now = editor.now();
  const times = { modifiedAt: facts.modifiedAt ?? now, uploadedAt: facts.uploadedAt ?? now };
  if (earlier === null) {
    const file = fileAt(registry, home, path, { size: 1_000, ...facts, ...times });
    Object.assign(file, facts, times);
    stampUpwards(registry, home, parentOf(path), now);
    return file;
  }
  Object.assign(earlier, { etag: registry.etag() }, facts, times);
  stampUpwards(registry, home, parentOf(path), now);
  return earlier;
}

export function makeFolder(editor: Editor, member: string, path: TreePath): WorldFolder {
  const { home } = memberOf(editor, member);
  const folder = folderAt(editor.registry, home, path, editor.now());
  stampUpwards(editor.registry, home, parentOf(path), editor.now());
  return folder;
}

/** Moves a file or folder with all that it holds; ids and inner etags stay, and shares of it follow. */
export function moveNode(editor: Editor, member: string, from: TreePath, to: TreePath): void {
  const { home } = memberOf(editor, member);
  if (`${to}/`.startsWith(`${from}/`)) throw new RangeError(`${from} cannot move into itself`);
  if (nodeAt(home, to) !== null) throw new RangeError(`${to} stands already`);
  if (nodeAt(home, from) === null) throw new RangeError(`nothing stands at ${from}`);
  const target = folderAt(editor.registry, home, parentOf(to), editor.now());
  const node = takeOut(home, from);
  node.name = nameOf(to);
  target.children.push(node);
  for (const path of [from, to]) stampUpwards(editor.registry, home, parentOf(path), editor.now());
  for (const share of editor.world.shares) {
    if (share.fileOwner !== member) continue;
    if (share.path === from || share.path.startsWith(`${from}/`))
      share.path = to + share.path.slice(from.length);
  }
}

/** Deletes a file or folder, its shares with it; it goes to the trash bin. */
export function removeNode(editor: Editor, member: string, path: TreePath): void {
  const user = memberOf(editor, member);
  const node = takeOut(user.home, path);
  const now = editor.now();
  stampUpwards(editor.registry, user.home, parentOf(path), now);
  user.trash.push({
    name: node.name,
    fileId: node.fileId,
    size: bytesOf(node),
    isFolder: node.kind === 'folder',
    originalLocation: path.slice(1),
    deletedAt: now,
  });
  const { world } = editor;
  world.shares = world.shares.filter(
    (share) => share.fileOwner !== member || (share.path !== path && !share.path.startsWith(`${path}/`)),
  );
}

/** Shares what stands at `path`: a read-only link without a password unless the facts say something else. No etag changes. */
export function addShare(
  editor: Editor,
  member: string,
  path: TreePath,
  facts: Partial<Omit<WorldShare, 'path' | 'fileId' | 'isFolder' | 'fileOwner'>> = {},
): WorldShare {
  const node = nodeAt(memberOf(editor, member).home, path);
  if (node === null) throw new RangeError(`nothing stands at ${path}`);
  const type = facts.type ?? 3;
  const share: WorldShare = {
    id: editor.registry.shareId(),
    type,
    fileOwner: member,
    sharedBy: member,
    path,
    fileId: node.fileId,
    isFolder: node.kind === 'folder',
    permissions: type === 3 ? 17 : 1,
    createdAt: editor.now(),
    expires: null,
    recipient: null,
    token: type === 3 || type === 4 ? editor.registry.random.letters(15) : null,
    passwordHash: null,
    label: '',
    note: '',
    hideDownload: false,
    ...facts,
  };
  editor.world.shares.push(share);
  return share;
}

/** Takes a share back. No etag of its owner changes. */
export function removeShare(editor: Editor, id: string): void {
  const { world } = editor;
  if (!world.shares.some((share) => share.id === id)) throw new RangeError(`no share ${id}`);
  world.shares = world.shares.filter((share) => share.id !== id);
}

export function disableUser(editor: Editor, member: string): void {
  memberOf(editor, member).enabled = false;
}

function memberOf({ world }: Editor, id: string): WorldUser {
  const user = world.users.find((one) => one.id === id);
  if (user === undefined) throw new RangeError(`no account ${id}`);
  return user;
}

function bytesOf(node: WorldFolder | WorldFile): number {
  return node.kind === 'file' ? node.size : node.children.reduce((sum, child) => sum + bytesOf(child), 0);
}
