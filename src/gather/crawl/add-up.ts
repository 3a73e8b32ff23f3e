import { selfAndAncestors, type TreePath } from '../../model/path/path.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import type { Bytes } from '../../model/units.ts';
import type { RootState } from '../../nextcloud/dav/root.ts';
import { descend } from './descend.ts';
import { settle, sumsAgree, sumsOf } from './prove.ts';
import type { Reading } from './reading.ts';
import type { TreeRead } from './tree.ts';

/** Maximum number of folders that are listed once more before a difference is believed. */
const MAX_LOOKS = 8;
/** A tree that moves at every look is not judged: settling says what still moved. */
const MAX_ROUNDS = 2;

/** The root as of which the tree stands, and what is missing where its lists do not make up the server's sums. */
export interface AddedUp {
  readonly root: RootState;
  readonly lack: Reason | null;
}

/**
 * Compares a tree without gaps with the server's own sums, folder by folder where the whole differs. A folder that holds a
 * mount is not judged, for the server counts what is mounted; nor one whose inside was kept, which was judged when it was read.
 * The root is read again after the lists, so that a change in between is no difference.
 * @throws {RequestError} only what ends the run.
 */
export async function addUp(
  reading: Reading,
  root: RootState,
  strategy: TreeRead['strategy'],
): Promise<AddedUp> {
  let current = root;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (reading.gaps.size > 0 || (await sumsAgree(reading, current))) break;
    // A SEARCH shows no mounts: only a list does.
    if (strategy === 'search') await lookInto(reading, await differing(reading, current));
    const again = await settle(reading, current);
    if (again.etag === current.etag) {
      if (reading.gaps.size > 0 || (await sumsAgree(reading, current))) break;
      return {
        root: current,
        lack: lackOf(await differing(reading, current), strategy === 'search' ? reading.looked : null),
      };
    }
    current = again;
  }
  return { root: current, lack: null };
}

interface Difference {
  readonly path: TreePath;
  /** The server's sum less what is listed. */
  readonly bytes: number;
}

async function differing(reading: Reading, root: RootState): Promise<readonly Difference[]> {
  if (root.ownBytes !== undefined) {
    const { bytes } = await reading.sink.totals();
    return root.ownBytes === null ? [] : [{ path: '/', bytes: root.ownBytes - bytes }];
  }
  const sums = await sumsOf(reading);
  const found: Difference[] = [];
  const compare = (path: TreePath, size: Bytes | null) => {
    const bytes = size === null ? 0 : size - (sums.get(path) ?? 0);
    if (bytes !== 0 && !reading.mountsIn.has(path) && !isKept(reading, path)) found.push({ path, bytes });
  };
  compare('/', root.size);
  for (const [path, { size }] of reading.folders) compare(path, size);
  return found;
}

function isKept({ kept }: Reading, path: TreePath): boolean {
  return kept.size > 0 && [...selfAndAncestors(path)].some((folder) => kept.has(folder));
}

async function lookInto(reading: Reading, folders: readonly Difference[]): Promise<void> {
  for (const { path } of folders.filter(({ path }) => !reading.looked.has(path)).slice(0, MAX_LOOKS)) {
    await descend(reading, {
      start: [path],
      settled: (folder, known) => known?.fileId === folder.fileId && known.etag === folder.etag,
      fresh: false,
    });
    reading.looked.add(path);
  }
}

function lackOf(differences: readonly Difference[], looked: ReadonlySet<TreePath> | null): Reason | null {
  const believed = differences.filter(({ path }) => looked === null || looked.has(path));
  if (believed.length === 0) return null;
  const fewer = sumOf(believed, (bytes) => Math.max(bytes, 0));
  const more = sumOf(believed, (bytes) => Math.max(-bytes, 0));
  const folders = believed.length;
  if (more === 0) return because('tree.fewer', { folders, fewer });
  if (fewer === 0) return because('tree.more', { folders, more });
  return because('tree.fewer-and-more', { folders, fewer, more });
}

function sumOf(differences: readonly Difference[], of: (bytes: number) => number): number {
  return differences.reduce((sum, { bytes }) => sum + of(bytes), 0);
}
