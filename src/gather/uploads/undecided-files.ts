import { type Entry, isImpossible, touchedAt, type UploadBound } from '../../model/entry.ts';
import type { FileId } from '../../model/ids.ts';
import { parentOf, type TreePath } from '../../model/path/path.ts';
import { pathIndex } from '../../model/path/path-index.ts';
import { after, before } from '../../model/time.ts';
import type { Bytes, UtcMs } from '../../model/units.ts';

/** Of more files it is not asked: their upload time stays unknown. */
const MOST_FILES = 100_000;

/** What decides which files are asked for. */
export interface UploadQuestion {
  readonly bounds: readonly UploadBound[];
  /** Folders whose content public links show. */
  readonly linked: readonly TreePath[];
  readonly now: UtcMs;
  /** For ages in months and years. */
  readonly zone: string;
}

/** Files whose upload decides whether a check speaks of them. */
export interface Undecided {
  readonly files: ReadonlyMap<FileId, Entry>;
  /** When others may become so though the tree does not change, for they grow old; null = never. */
  readonly dueAt: UtcMs | null;
}

interface FolderSum {
  bytes: Bytes;
  newestAt: UtcMs | null;
}

/**
 * Looks through a whole tree for the files whose upload time is not known and matters now: each of which a check would
 * speak by its modification alone.
 * @param isSettled whether nothing more can be learnt of a file without upload time.
 */
export async function undecidedFiles(
  entries: AsyncIterable<readonly Entry[]>,
  question: UploadQuestion,
  isSettled: (id: FileId) => boolean,
): Promise<Undecided> {
  const from = Math.min(...question.bounds.map((bound) => bound.from));
  const needsFolders = question.bounds.some((bound) => bound.in === 'old-folder');
  const open: Entry[] = [];
  const sums = new Map<TreePath, FolderSum>();
  for await (const batch of entries) {
    for (const entry of batch) {
      if (entry.isFolder) continue;
      if (needsFolders) addTo(sums, parentOf(entry.path), entry.size, newestOf(entry, question.now));
      const isOpen = entry.size >= from && entry.uploadedAt === null && !isSettled(entry.fileId);
      if (isOpen && open.length < MOST_FILES) open.push(entry);
    }
  }
  if (open.length === 0) return { files: new Map(), dueAt: null };
  const folders = needsFolders ? withAncestors(sums) : sums;
  const found = question.bounds.map((bound) => {
    const files = open.filter(({ size }) => size >= bound.from);
    return undecidedBy(bound, files, folders, question);
  });
  return {
    files: new Map(found.flatMap(({ files }) => files.map((file) => [file.fileId, file] as const))),
    dueAt: earliest(found.map(({ dueAt }) => dueAt)),
  };
}

function undecidedBy(
  bound: UploadBound,
  open: readonly Entry[],
  folders: ReadonlyMap<TreePath, FolderSum>,
  { linked, now, zone }: UploadQuestion,
): { readonly files: readonly Entry[]; readonly dueAt: UtcMs | null } {
  const limit = before(now, bound.olderThan, zone);
  const dueAfter = (youngAt: readonly UtcMs[]) => {
    const first = earliest(youngAt);
    // A moment later: what is exactly as old as the bound is not older. An age of a million years has no end.
    const at = first === null ? Number.NaN : after(first, bound.olderThan, zone) + 1;
    return Number.isFinite(at) ? at : null;
  };
  if (bound.in === 'old-folder') {
    const large = [...folders].filter(([path, { bytes }]) => path !== '/' && bytes >= bound.folderFrom);
    const newest = large.flatMap(([path, { newestAt }]) => (newestAt === null ? [] : [{ path, newestAt }]));
    const old = pathIndex(
      newest.filter(({ newestAt }) => newestAt < limit),
      ({ path }) => path,
    );
    const young = newest.flatMap(({ newestAt }) => (newestAt < limit ? [] : [newestAt]));
    return { files: open.filter(({ path }) => old.above(path).length > 0), dueAt: dueAfter(young) };
  }
  const shown = pathIndex(linked, (path) => path);
  const candidates = open.filter((file) =>
    bound.in === 'tree' ? !isImpossible(file, now) : shown.above(file.path).length > 0,
  );
  // An impossible date says nothing of a file: the upload decides at once.
  const youngAt = (file: Entry) =>
    file.modifiedAt !== null && file.modifiedAt >= limit && !isImpossible(file, now) ? file.modifiedAt : null;
  return {
    files: candidates.filter((file) => youngAt(file) === null),
    dueAt: dueAfter(candidates.flatMap((file) => youngAt(file) ?? [])),
  };
}

/** As the sums of folders count it: an impossible date makes no folder newer. */
function newestOf(entry: Entry, now: UtcMs): UtcMs | null {
  return isImpossible(entry, now) ? entry.uploadedAt : touchedAt(entry);
}

/** What lies below each folder, from the sums of what lies directly in it. */
function withAncestors(sums: Map<TreePath, FolderSum>): ReadonlyMap<TreePath, FolderSum> {
  for (const path of [...sums.keys()]) {
    for (let at = parentOf(path); !sums.has(at); at = parentOf(at))
      sums.set(at, { bytes: 0, newestAt: null });
  }
  // A path is longer than those of the folders above it.
  const deepestFirst = [...sums].sort(([a], [b]) => b.length - a.length);
  for (const [path, { bytes, newestAt }] of deepestFirst) {
    if (path !== '/') addTo(sums, parentOf(path), bytes, newestAt);
  }
  return sums;
}

function addTo(sums: Map<TreePath, FolderSum>, path: TreePath, bytes: Bytes, newestAt: UtcMs | null): void {
  const sum = sums.get(path);
  if (sum === undefined) {
    sums.set(path, { bytes, newestAt });
    return;
  }
  sum.bytes += bytes;
  if (newestAt !== null && newestAt > (sum.newestAt ?? Number.NEGATIVE_INFINITY)) sum.newestAt = newestAt;
}

function earliest(moments: readonly (UtcMs | null)[]): UtcMs | null {
  return moments.reduce((first, at) => (at === null || (first !== null && first <= at) ? first : at), null);
}
