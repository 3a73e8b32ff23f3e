import type { Subject } from '../model/finding.ts';
import type { TreePath } from '../model/path.ts';
import { pathIndex } from '../model/path-index.ts';
import { isPublicLink, may, type Share } from '../model/share.ts';
import type { Tree } from './evidence.ts';

/** The public links (share type 3) among a member's shares. */
export function links(shares: readonly Share[]): readonly Share[] {
  return shares.filter(isPublicLink);
}

/** A share as the subject of a finding. */
export function ofShare(share: Share): Subject {
  return { kind: 'share', id: share.id, path: share.path };
}

/** Whether whoever has the link may change or delete what is there, and sees it. */
export function isEditable(share: Share): boolean {
  return may(share, 'read') && (may(share, 'update') || may(share, 'delete'));
}

/** A file drop: others may put files there without seeing what is in it. */
export function isFileDrop(share: Share): boolean {
  return share.isFolder && may(share, 'create') && !may(share, 'read');
}

/** For every entry of a large tree: the shared folders that it lies below, nearest first. */
export function sharesAbove(shares: readonly Share[]): (path: TreePath) => readonly Share[] {
  const folders = shares.filter(({ isFolder }) => isFolder);
  return pathIndex(folders, ({ path }) => path).above;
}

/**
 * Whether the tree has the shared folder at the share's path. A share that only its maker's list showed has a path
 * of the maker's tree, where the owner may keep another folder of that name.
 */
export function isInTree(tree: Tree, share: Share): boolean {
  const there = share.isFolder ? tree.folders.get(share.path) : undefined;
  return there !== undefined && (there.fileId === null || there.fileId === share.fileId);
}
