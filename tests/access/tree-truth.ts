import { below } from '../../src/demo/nextcloud/world/tree.ts';
import type { World } from '../../src/demo/nextcloud/world/world.ts';
import type { TreePath } from '../../src/model/path/path.ts';

/** A file or folder of a world, whoever sees it. */
export interface TrueNode {
  readonly fileId: string;
  /** Null of what stands in a group folder. */
  readonly owner: string | null;
  /** Where a member has it: the owner, or of a group folder anybody. */
  readonly at: readonly { readonly member: string; readonly path: TreePath }[];
  readonly isFolder: boolean;
  /** The nearest folder above, of the same tree. */
  readonly above: TrueNode | null;
}

/** Every file and folder, by its file id. */
export function nodesOf(world: World): ReadonlyMap<string, TrueNode> {
  const nodes = new Map<string, TrueNode>();
  for (const { id, home } of world.users) {
    const byPath = new Map<TreePath, TrueNode>();
    for (const { path, node } of below(home)) {
      const above = byPath.get(path.slice(0, path.lastIndexOf('/'))) ?? null;
      const at = [{ member: id, path }];
      const made = { fileId: node.fileId, owner: id, at, isFolder: node.kind === 'folder', above };
      byPath.set(path, made);
      nodes.set(node.fileId, made);
    }
  }
  const mounts = world.users.flatMap(({ id, mounts }) =>
    mounts.filter(({ type }) => type === 'group').map((mount) => ({ ...mount, member: id })),
  );
  for (const { folder } of mounts) {
    if (nodes.has(folder.fileId)) continue;
    const having = mounts.filter((mount) => mount.folder === folder);
    const at = (path: string) => having.map((mount) => ({ member: mount.member, path: mount.path + path }));
    const root = { fileId: folder.fileId, owner: null, at: at(''), isFolder: true, above: null };
    const byPath = new Map<TreePath, TrueNode>([['', root]]);
    nodes.set(folder.fileId, root);
    for (const { path, node } of below(folder)) {
      const above = byPath.get(path.slice(0, path.lastIndexOf('/'))) ?? null;
      const made = {
        fileId: node.fileId,
        owner: null,
        at: at(path),
        isFolder: node.kind === 'folder',
        above,
      };
      byPath.set(path, made);
      nodes.set(node.fileId, made);
    }
  }
  return nodes;
}

/** The node and all folders above it. */
export function upwards(node: TrueNode): readonly TrueNode[] {
  return node.above === null ? [node] : [node, ...upwards(node.above)];
}
