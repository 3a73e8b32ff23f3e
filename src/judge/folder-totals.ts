import { type Entry, type FolderTotals, isImpossible, touchedAt } from '../model/entry.ts';
import type { FileId } from '../model/ids.ts';
import { parentOf, type TreePath } from '../model/path/path.ts';
import type { UtcMs } from '../model/units.ts';

/** Adds up what lies below each folder while entries are seen in any order. */
export interface FolderCount {
  see(entry: Entry): void;
  /** Every folder, the root `/` included, with all that lies below it. */
  totals(): ReadonlyMap<TreePath, FolderTotals>;
}

interface Sums {
  bytes: number;
  files: number;
  newestAt: number | null;
  fileId: FileId | null;
}

/**
 * A count for one member's tree: per file one step, and one roll-up at the end.
 * @param now dates after it, like those before 1990, are impossible and make no folder newer.
 */
export function folderCount(now: UtcMs): FolderCount {
  const sums = new Map<TreePath, Sums>();
  return {
    see(entry) {
      if (entry.isFolder) sumsOf(sums, entry.path).fileId = entry.fileId;
      else
        add(
          sumsOf(sums, parentOf(entry.path)),
          entry.size,
          1,
          isImpossible(entry, now) ? entry.uploadedAt : touchedAt(entry),
        );
    },
    totals() {
      sumsOf(sums, '/');
      for (const path of [...sums.keys()]) addAncestors(sums, path);
      for (const path of deepestFirst(sums.keys())) {
        if (path === '/') continue;
        const { bytes, files, newestAt } = sumsOf(sums, path);
        add(sumsOf(sums, parentOf(path)), bytes, files, newestAt);
      }
      return sums;
    },
  };
}

/** Up to the first that is known: those above it are, or get theirs in turn. */
function addAncestors(sums: Map<TreePath, Sums>, path: TreePath): void {
  for (let at = parentOf(path); !sums.has(at); at = parentOf(at)) sumsOf(sums, at);
}

function sumsOf(sums: Map<TreePath, Sums>, path: TreePath): Sums {
  let at = sums.get(path);
  if (at === undefined) {
    at = { bytes: 0, files: 0, newestAt: null, fileId: null };
    sums.set(path, at);
  }
  return at;
}

function add(to: Sums, bytes: number, files: number, newestAt: number | null): void {
  to.bytes += bytes;
  to.files += files;
  if (newestAt !== null && (to.newestAt === null || newestAt > to.newestAt)) to.newestAt = newestAt;
}

function deepestFirst(paths: Iterable<TreePath>): readonly TreePath[] {
  const byDepth: TreePath[][] = [];
  for (const path of paths) {
    let depth = 0;
    for (let at = path.indexOf('/', 1); at !== -1; at = path.indexOf('/', at + 1)) depth++;
    byDepth[depth] ??= [];
    byDepth[depth]?.push(path);
  }
  return byDepth.reverse().flat();
}
