import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import type { Tree } from '../../judge/evidence.ts';
import type { FolderTotals } from '../../model/entry.ts';
import { parentOf, type TreePath } from '../../model/path/path.ts';
import { pathIndex } from '../../model/path/path-index.ts';
import { before, isoDate } from '../../model/time.ts';
import { type Bytes, DurationText, Size, type UtcMs } from '../../model/units.ts';

/** A file of this size that was uploaded lately with an old date must not make its folder old, bytes. */
const LARGE_FILE: Bytes = 5 * 1024 ** 2;

/** Whole folders in which nothing has moved for years. */
export const staleFolder = defineMemberCheck({
  id: 'stale-folder',
  area: 'storage',
  severity: 'low',
  audience: 'member',
  traits: { action: 'tidy', byAge: true },
  scope: 'member',
  needs: ['tree'],
  evidenceBounds: ({ minSize, olderThan }) => ({
    uploadTimes: { in: 'old-folder', folderFrom: minSize, from: Math.min(minSize, LARGE_FILE), olderThan },
  }),
  options: z.object({ olderThan: DurationText.prefault('24 months'), minSize: Size.prefault('200 MB') }),
  optionHelp: { olderThan: 'age of the newest file below', minSize: 'folders of at least this size' },
  problem:
    'The newest file of a folder is more than `olderThan` old and the folder holds `minSize` or more; only the topmost such folder is reported. Files with an impossible date make no folder newer, and a folder that could not be read whole is not judged.',
  example: { totalBytes: 251658240, files: 41, newestOn: '2022-10-03' },
  watch(_evidence, { olderThan, minSize }, { now, zone }) {
    const limit = before(now, olderThan, zone);
    return {
      see: () => undefined,
      conclude: (tree) => staleIn(tree, { limit, minSize, zone }),
      // Where no file below has a date that can be read.
      undecided: ({ folders }) =>
        [...folders.values()].flatMap(({ fileId, files, newestAt }) =>
          fileId !== null && files > 0 && newestAt === null ? [fileId] : [],
        ),
    };
  },
});

interface Limit {
  /** From when on a folder is no longer stale. */
  readonly limit: UtcMs;
  readonly minSize: Bytes;
  readonly zone: string;
}

function staleIn(tree: Tree, { limit, minSize, zone }: Limit): readonly Draft[] {
  const unread = pathIndex(tree.unreadable, (path) => path);
  const isStale = (path: TreePath, { fileId, newestAt, bytes }: FolderTotals): boolean =>
    fileId !== null &&
    newestAt !== null &&
    newestAt < limit &&
    bytes >= minSize &&
    (tree.unreadable.length === 0 || !unread.holds(path));
  const topmost = topmostOf(tree.folders, isStale);
  return [...tree.folders].flatMap(([path, { fileId, bytes, files, newestAt }]): Draft[] => {
    if (fileId === null || newestAt === null || !topmost.has(path)) return [];
    const actual = { totalBytes: bytes, files, newestOn: isoDate(newestAt, zone) };
    return [{ subject: { kind: 'folder', id: fileId, path }, actual, bytes }];
  });
}

/** The folders that are so and lie in none that is: from the top down, each with one look at its parent. */
function topmostOf(
  folders: Tree['folders'],
  isSo: (path: TreePath, totals: FolderTotals) => boolean,
): ReadonlySet<TreePath> {
  const topmost = new Set<TreePath>();
  const inside = new Set<TreePath>();
  for (const [path, totals] of [...folders].sort(([a], [b]) => a.length - b.length)) {
    if (path !== '/' && inside.has(parentOf(path))) inside.add(path);
    else if (isSo(path, totals)) {
      topmost.add(path);
      inside.add(path);
    }
  }
  return topmost;
}
