import type { Entry } from '../../model/entry.ts';
import type { FileId, MemberId } from '../../model/ids.ts';
import { groupedBy } from '../../model/lists/grouped.ts';
import { nameOf, type TreePath } from '../../model/path/path.ts';
import { type Share, shareKey } from '../../model/share.ts';
import type { Store } from '../../store/store.ts';
import type { UnsettledMember } from './unsettled-member.ts';

/**
 * Shares that only their maker's list shows come with a path of the maker's tree. Where the owner's tree is known, from
 * this run or an earlier one, they get its path, by the fileid; else the name of the thing alone: where the maker keeps what
 * was received, and under which name, is nothing of the owner's.
 */
export async function withOwnerPaths(
  shares: readonly Share[],
  unsettled: readonly UnsettledMember[],
  store: Store,
): Promise<readonly Share[]> {
  const seen = new Set(unsettled.flatMap(({ read }) => ownShares(read.member.id, read.shares)));
  const foreign = shares.filter((share) => !seen.has(shareKey(share)));
  const paths = new Map<string, TreePath>();
  const unsettledOf = new Map(unsettled.map((one) => [one.read.member.id, one]));
  for (const [owner, own] of groupedBy(foreign, (share) => share.owner)) {
    const wanted = new Set(own.map(({ fileId }) => fileId));
    for await (const batch of treeOf(owner, unsettledOf.get(owner), store))
      notePaths(owner, batch, wanted, paths);
  }
  return shares.map((share) => {
    if (seen.has(shareKey(share))) return share;
    const path = paths.get(placeOf(share.owner, share.fileId));
    return path === undefined
      ? { ...share, path: nameOf(share.path), pathKnown: false }
      : { ...share, path, pathKnown: true };
  });
}

/** The shares that a member's own list shows of the member's own things. */
function ownShares(member: MemberId, shares: UnsettledMember['read']['shares']): readonly string[] {
  return 'value' in shares ? shares.value.filter(({ owner }) => owner === member).map(shareKey) : [];
}

function treeOf(
  owner: MemberId,
  unsettled: UnsettledMember | undefined,
  { snapshots }: Store,
): AsyncIterable<readonly Entry[]> {
  const entries = unsettled?.entries ?? null;
  return entries === null || entries === 'stored' ? snapshots.entries(owner) : entries.entries();
}

function notePaths(
  owner: MemberId,
  entries: readonly Entry[],
  wanted: ReadonlySet<FileId>,
  paths: Map<string, TreePath>,
): void {
  for (const { fileId, path } of entries) if (wanted.has(fileId)) paths.set(placeOf(owner, fileId), path);
}

function placeOf(owner: MemberId, fileId: FileId): string {
  return `${owner}\n${fileId}`;
}
