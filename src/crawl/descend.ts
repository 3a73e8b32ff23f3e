import { RequestError } from '../errors.ts';
import { isWithin, parentOf, type TreePath } from '../model/path.ts';
import { addressOf, askForEntries, propfind } from '../nextcloud/dav.ts';
import type { DavEntry } from '../nextcloud/dav-entry.ts';
import { endsTheRun, type Gap, isOwn, isUnknown, type Reading, smallerUnitMayHelp, take } from './reading.ts';

/** What stands in one folder: itself and what is directly in it. */
export interface Listing {
  readonly self: DavEntry;
  readonly children: readonly DavEntry[];
}

/**
 * Lists one folder (PROPFIND, Depth 1).
 * @throws {RequestError} also when the answer does not show the folder itself with its id: then it shows nothing.
 */
export async function listFolder(reading: Reading, path: TreePath): Promise<Listing> {
  const request = propfind(addressOf(reading.address, path), '1', reading.properties);
  // By path, for a request that broke off and was sent again brings its first rows twice.
  const rows = new Map<TreePath, DavEntry>();
  reading.requests++;
  const keep = async (batch: readonly DavEntry[]) => {
    for (const entry of batch) rows.set(entry.path, entry);
  };
  await askForEntries(reading.session, request, reading.address, keep, reading.readerOf);
  const self = rows.get(path);
  rows.delete(path);
  if (self?.fileId == null) {
    throw new RequestError('not-found', 'The server showed nothing of a folder.', 207);
  }
  return { self, children: [...rows.values()].filter((entry) => parentOf(entry.path) === path) };
}

/** Puts a folder's list into the tree, in place of what was known of it unless it is fresh; returns its own subfolders. */
export async function takeListing(
  reading: Reading,
  path: TreePath,
  { children }: Listing,
  { fresh, filesOnly = false }: Pick<Descent, 'fresh' | 'filesOnly'>,
): Promise<readonly DavEntry[]> {
  if (!fresh) await reading.sink.dropFilesIn(path);
  reading.gaps.delete(path);
  // What the server itself does not know is said anew by each list; what was refused stays so until it is asked again.
  for (const [gap, why] of reading.gaps) {
    if (isUnknown(why) && parentOf(gap) === path) reading.gaps.delete(gap);
  }
  await take(reading, filesOnly ? children.filter((entry) => !entry.isFolder) : children);
  return children.filter((entry) => entry.isFolder && isOwn(entry, reading));
}

/**
 * Forgets subfolders of `path` that its list does not show any more, or shows as another folder of the same name, and
 * those whose inside came from the previous tree and must be read after all: what stands in them is not known by name.
 */
async function forgetGone(
  reading: Reading,
  path: TreePath,
  subfolders: readonly DavEntry[],
  settled: (folder: DavEntry) => boolean,
): Promise<void> {
  const there = new Map(subfolders.map((folder) => [folder.path, folder]));
  const prefix = path === '/' ? '/' : `${path}/`;
  for (const [known, { fileId }] of [...reading.folders]) {
    if (!known.startsWith(prefix)) continue;
    // Its child on the way to the known folder: rows of a SEARCH can miss the one and show the other.
    const end = known.indexOf('/', prefix.length);
    const child = end < 0 ? known : known.slice(0, end);
    const now = there.get(child);
    const isSame = now !== undefined && (child !== known || now.fileId === fileId);
    if (!isSame || (reading.kept.has(child) && !settled(now))) await forget(reading, child);
  }
}

async function forget(reading: Reading, folder: TreePath): Promise<void> {
  if ([...reading.kept].some((kept) => isWithin(kept, folder))) reading.keptMoved = true;
  await reading.sink.drop(folder);
  for (const map of [reading.folders, reading.gaps, reading.kept]) {
    for (const path of [...map.keys()]) if (isWithin(path, folder)) map.delete(path);
  }
}

export interface Descent {
  readonly start: readonly TreePath[];
  /** Whether what is below this folder need not be read: called with what was known of it before. */
  settled(folder: DavEntry, known: { readonly etag: string; readonly fileId: string } | undefined): boolean;
  /** Whether the tree is new, so that nothing can have gone. */
  readonly fresh: boolean;
  /** Whether the folders' own rows are known already. */
  readonly filesOnly?: boolean;
}

/**
 * Reads folder by folder from the starting points down, one request at a time. A folder that cannot be read becomes a
 * gap and the rest goes on; where the server as a whole does not answer any more, what is left becomes gaps.
 * @returns the folders that were listed.
 * @throws {RequestError} only what ends the run.
 */
export async function descend(reading: Reading, descent: Descent): Promise<readonly TreePath[]> {
  const listed: TreePath[] = [];
  const waiting = [...descent.start].reverse();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (Date.now() > reading.until) {
      noteGaps(reading, [path, ...waiting], 'time-limit');
      break;
    }
    try {
      const subfolders = await readOne(reading, descent, path);
      listed.push(path);
      waiting.push(...subfolders.reverse());
    } catch (error) {
      if (!(error instanceof RequestError) || endsTheRun(error)) throw error;
      const rest = smallerUnitMayHelp(error) ? [] : waiting;
      noteGaps(reading, [path, ...rest], error.failure);
      if (rest.length > 0) break;
    }
  }
  return listed;
}

async function readOne(reading: Reading, descent: Descent, path: TreePath): Promise<TreePath[]> {
  const listing = await listFolder(reading, path);
  const own = listing.children.filter((entry) => entry.isFolder && isOwn(entry, reading));
  const before = new Map(own.map((folder) => [folder.path, reading.folders.get(folder.path)]));
  const settled = (folder: DavEntry) => descent.settled(folder, before.get(folder.path));
  // Before the list is taken: a file may stand where a folder stood.
  if (!descent.fresh) await forgetGone(reading, path, own, settled);
  const subfolders = await takeListing(reading, path, listing, descent);
  return subfolders
    .filter((folder) => folder.size !== null && folder.fileId !== null)
    .filter((folder) => !settled(folder))
    .map((folder) => folder.path);
}

function noteGaps(reading: Reading, paths: readonly TreePath[], gap: Gap): void {
  for (const path of paths) reading.gaps.set(path, gap);
}
