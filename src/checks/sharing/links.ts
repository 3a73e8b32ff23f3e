import type { Draft } from '../../judge/check.ts';
import type { Tree } from '../../judge/evidence.ts';
import type { Subject } from '../../model/finding.ts';
import type { TreePath } from '../../model/path/path.ts';
import { pathIndex } from '../../model/path/path-index.ts';
import { isPublicLink, may, type Share } from '../../model/share.ts';
import type { UtcMs } from '../../model/units.ts';

/** The public links and file requests among a member's shares. */
export function links(shares: readonly Share[]): readonly Share[] {
  return shares.filter(isPublicLink);
}

/** A share as the subject of a finding. */
export function ofShare(share: Share): Subject {
  return { kind: 'share', id: share.id, path: share.path };
}

/** What is said about a link. Findings on file requests, which are mail shares, tell their type: ids are unique per type. */
export function onLink(link: Share, actual: Draft['actual']): Draft {
  return { subject: ofShare(link), actual, ...(link.type === 'link' ? {} : { shareType: link.type }) };
}

/** False where the day is not known: the runner names such a share (`readsOfShares`). */
export function wasMadeBefore({ createdAt }: Share, limit: UtcMs): boolean {
  return createdAt !== null && createdAt < limit;
}

/** Whether nothing says what it is for. A label or note that cannot be read is one all the same. */
export function isWithoutPurpose({ label, note, unread }: Share): boolean {
  return label.trim() === '' && !note && !unread.includes('label') && !unread.includes('note');
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
  const folders = shares.filter(({ isFolder, pathKnown }) => isFolder && pathKnown);
  return pathIndex(folders, ({ path }) => path).above;
}

/**
 * Whether the tree has the shared folder at the share's path. A share that only its maker's list showed has a path
 * of the maker's tree, where the owner may keep another folder of that name.
 */
export function isInTree(tree: Tree, share: Share): boolean {
  const there = share.isFolder && share.pathKnown ? tree.folders.get(share.path) : undefined;
  return there !== undefined && (there.fileId === null || there.fileId === share.fileId);
}
