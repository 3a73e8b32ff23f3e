import { RequestError } from '../../model/errors.ts';
import { parentOf, type TreePath } from '../../model/path/path.ts';
import type { Bytes } from '../../model/units.ts';
import type { RootState } from '../../nextcloud/dav/root.ts';
import { descend } from './descend.ts';
import { endsTheRun, type Reading } from './reading.ts';
import { restart } from './search.ts';

/** Maximum number of folders that are looked into where sums do not agree. */
const MAX_LOOKS = 8;
const MAX_ROUNDS = 3;

/**
 * Whether the files read make up the server's own sum: the root's size, or the use of the own storage where mounts lie
 * in the tree (it may be five minutes old). Where the server tells the exact sum of the own files, that alone counts.
 */
export async function sumsAgree(reading: Reading, root: RootState): Promise<boolean> {
  const { bytes } = await reading.sink.totals();
  if (root.ownBytes !== undefined) return bytes === root.ownBytes;
  if (bytes === root.size) return true;
  if (bytes !== root.usedBytes) return false;
  reading.hasMounts = true;
  return true;
}

/**
 * Lists the folders whose sums differ from what was read in them: rows that were left out come in, a folder that is
 * refused becomes a gap, mounts show themselves. A list is the server's last word; its own sums may be wrong.
 * @returns 'lossy' when more folders differ than can be looked into, and the whole still does: all must be walked.
 */
export async function lookWhereSumsDiffer(reading: Reading, root: RootState): Promise<'done' | 'lossy'> {
  const suspects = suspectsOf(reading, await sumsOf(reading), root);
  const looks = suspects.slice(0, MAX_LOOKS);
  for (const path of looks) {
    await descend(reading, {
      start: [path],
      // A folder that changed meanwhile is read too: its new etag must not stand for what was read before.
      settled: (folder, known) => known?.fileId === folder.fileId && known.etag === folder.etag,
      fresh: false,
    });
    reading.looked.add(path);
  }
  if (suspects.length <= MAX_LOOKS || (await sumsAgree(reading, root))) return 'done';
  return 'lossy';
}

/**
 * Sums of what was read directly in each folder, its subfolders with the server's own sums. Reckoned only where the whole
 * does not agree: to keep them while a million entries come costs more than to read those once more.
 */
export async function sumsOf({ sink, folders }: Reading): Promise<ReadonlyMap<TreePath, Bytes>> {
  const sums = new Map<TreePath, Bytes>();
  const add = (folder: TreePath, size: Bytes) => sums.set(folder, (sums.get(folder) ?? 0) + size);
  for (const [path, { size }] of folders) add(parentOf(path), size);
  for await (const batch of sink.entries()) {
    for (const { isFolder, path, size } of batch) {
      const folder = parentOf(path);
      if (!isFolder && (folder === '/' || folders.has(folder))) add(folder, size);
    }
  }
  return sums;
}

function suspectsOf(
  reading: Reading,
  sums: ReadonlyMap<TreePath, Bytes>,
  root: RootState,
): readonly TreePath[] {
  const unscanned = new Map<TreePath, number>();
  for (const [gap, why] of reading.gaps) {
    if (why === 'unscanned' || why === 'unscanned-file')
      unscanned.set(parentOf(gap), (unscanned.get(parentOf(gap)) ?? 0) + 1);
  }
  // Each unscanned thing brings its −1 into the sum of its folder (Nextcloud API notes, 1.3).
  const differs = (path: TreePath, size: Bytes | null) =>
    size !== null && Math.abs((sums.get(path) ?? 0) - size) > (unscanned.get(path) ?? 0);
  const suspects = [...reading.folders]
    .filter(([path, { size }]) => !reading.gaps.has(path) && differs(path, size))
    .map(([path]) => path);
  const rootDiffers = differs('/', root.size) && differs('/', root.usedBytes ?? root.size);
  return rootDiffers ? [...suspects, '/'] : suspects;
}

/**
 * Reads the root again after a tree that took more than one request, and what moved meanwhile, until nothing did.
 * What still moves at the end becomes gaps.
 * @returns the root as of which the tree stands.
 */
export async function settle(reading: Reading, root: RootState): Promise<RootState> {
  let current = root;
  for (let round = 1; ; round++) {
    const again = await rootAgain(reading);
    if (again === null || again.etag === current.etag) return current;
    current = again;
    let listed = await descend(reading, {
      start: ['/'],
      settled: (folder, known) => known?.fileId === folder.fileId && known.etag === folder.etag,
      fresh: false,
    });
    // What was kept came after the lists, and would have hidden what moved from there to a place already listed.
    if (reading.keptMoved) {
      await restart(reading);
      listed = await descend(reading, { start: ['/'], settled: () => false, fresh: true });
    }
    // One list is one moment: no other folder had changed then. Roots with mounts may move at every look.
    if (listed.length <= 1) return current;
    if (round < MAX_ROUNDS) continue;
    for (const path of deepest(listed)) reading.gaps.set(path, 'moving');
    return current;
  }
}

async function rootAgain(reading: Reading): Promise<RootState | null> {
  try {
    return await reading.readRoot();
  } catch (error) {
    if (!(error instanceof RequestError) || endsTheRun(error)) throw error;
    reading.gaps.set('/', error.failure);
    return null;
  }
}

/** The folders below which no other one is in the list. */
function deepest(paths: readonly TreePath[]): readonly TreePath[] {
  const holding = new Set<TreePath>();
  for (const path of paths) {
    // Where one above is known, so are those above that.
    for (let at = path; at !== '/' && !holding.has(parentOf(at)); at = parentOf(at))
      holding.add(parentOf(at));
  }
  return paths.filter((path) => !holding.has(path));
}
