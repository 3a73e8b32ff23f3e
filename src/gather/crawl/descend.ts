import { RequestError } from '../../model/errors.ts';
import { parentOf, type TreePath } from '../../model/path/path.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { DavEntry } from '../../nextcloud/dav/entry.ts';
import { addressOf, askForEntries, propfind } from '../../nextcloud/dav/request.ts';
import { endsTheRun, type Gap, isOwn, type Reading, smallerUnitMayHelp, take } from './reading.ts';
import { type Standing, standingBefore } from './standing.ts';

/**
 * Lists one folder (PROPFIND, Depth 1) into the tree while the list arrives, in place of what was known of it unless that is
 * fresh. Only its subfolders are kept: a folder of a million files costs no more memory than one of a hundred. After an
 * error the tree holds parts of the list, and the folder must become a gap.
 * @returns its own subfolders, each with what was known of it before.
 * @throws {RequestError} also when the answer shows nothing with an id, not even the folder itself: so a foreign one answers.
 */
export async function listFolder(
  reading: Reading,
  path: TreePath,
  { fresh = false, filesOnly = false, settled = () => false }: Partial<Descent>,
  before: Standing = standingBefore(reading, fresh),
): Promise<readonly Subfolder[]> {
  const request = propfind(addressOf(reading.address, path), '1', reading.properties);
  const standing = before.foldersIn(path);
  // What the server itself does not know is said anew by each list; what was refused stays so until it is asked again.
  for (const gap of [path, ...before.unknownIn(path)]) reading.gaps.delete(gap);
  if (!fresh) await reading.sink.dropFilesIn(path);
  // By path, for a request that broke off and was sent again brings its first rows twice.
  const subfolders = new Map<TreePath, Subfolder>();
  let showsSomething = false;
  reading.requests++;
  const takeBatch = async (batch: readonly DavEntry[]) => {
    const children: DavEntry[] = [];
    for (const entry of batch) {
      if (entry.fileId !== null) showsSomething = true;
      if (entry.path === path || parentOf(entry.path) !== path) continue;
      const isSubfolder = entry.isFolder && isOwn(entry, reading);
      if (isSubfolder) {
        const seen = subfolders.get(entry.path);
        const known = seen === undefined ? reading.folders.get(entry.path) : seen.known;
        subfolders.set(entry.path, { entry, known });
      }
      await replace(reading, before, standing, entry, isSubfolder, settled);
      // A folder that came after the folders were read is taken with its files: else nothing would take those out again.
      if (!filesOnly || !entry.isFolder || !reading.folders.has(entry.path)) children.push(entry);
    }
    await take(reading, children);
  };
  await askForEntries(reading.session, request, reading.address, takeBatch, reading);
  if (!showsSomething) throw requestError('not-found', because('tree.nothing-shown'), 207);
  await forget(reading, before, [...standing.keys()]);
  return [...subfolders.values()];
}

/** One of a folder's own subfolders, and what was known of it before its folder was listed. */
export interface Subfolder {
  readonly entry: DavEntry;
  readonly known: { readonly etag: string; readonly fileId: string } | undefined;
}

/**
 * Forgets the known folder in whose place this entry stands: where it is another one, and where its inside came from the
 * previous tree and must be read after all, for what stands in it is not known by name. Before the entry is taken.
 */
async function replace(
  reading: Reading,
  before: Standing,
  standing: Map<TreePath, string | null>,
  entry: DavEntry,
  isSubfolder: boolean,
  settled: Descent['settled'],
): Promise<void> {
  const id = standing.get(entry.path);
  if (id === undefined) return;
  standing.delete(entry.path);
  const isSame = isSubfolder && (id === null || id === entry.fileId);
  const mustBeRead = reading.kept.has(entry.path) && !settled(entry, reading.folders.get(entry.path));
  if (!isSame || mustBeRead) await forget(reading, before, [entry.path]);
}

/** Takes these folders and all below them out of the tree, at once. */
async function forget(reading: Reading, before: Standing, folders: readonly TreePath[]): Promise<void> {
  if (folders.length === 0) return;
  await reading.sink.drop(folders);
  for (const path of folders.flatMap((folder) => before.takeBelow(folder))) {
    if (reading.kept.delete(path)) reading.keptMoved = true;
    reading.folders.delete(path);
    reading.gaps.delete(path);
  }
}

export interface Descent {
  readonly start: readonly TreePath[];
  /** Whether what is below this folder need not be read: called with what was known of it before. */
  settled(folder: DavEntry, known: { readonly etag: string; readonly fileId: string } | undefined): boolean;
  /** Whether the tree is new, so that nothing can have gone. */
  readonly fresh: boolean;
  /** Whether the folders' own rows are known already, but for those that came since. */
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
  const before = standingBefore(reading, descent.fresh);
  const waiting = [...descent.start].reverse();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (performance.now() > reading.until) {
      noteGaps(reading, [path, ...waiting], 'time-limit');
      break;
    }
    try {
      const subfolders = await readOne(reading, descent, before, path);
      listed.push(path);
      for (const subfolder of subfolders.reverse()) waiting.push(subfolder);
    } catch (error) {
      if (!(error instanceof RequestError) || endsTheRun(error)) throw error;
      const rest = smallerUnitMayHelp(error) ? [] : waiting;
      noteGaps(reading, [path, ...rest], error.failure);
      if (rest.length > 0) break;
    }
  }
  return listed;
}

async function readOne(
  reading: Reading,
  descent: Descent,
  before: Standing,
  path: TreePath,
): Promise<TreePath[]> {
  const subfolders = await listFolder(reading, path, descent, before);
  return subfolders
    .filter(
      ({ entry }) =>
        entry.size !== null && entry.fileId !== null && reading.gaps.get(entry.path) !== 'too-deep',
    )
    .filter(({ entry, known }) => !descent.settled(entry, known))
    .map(({ entry }) => entry.path);
}

function noteGaps(reading: Reading, paths: readonly TreePath[], gap: Gap): void {
  for (const path of paths) reading.gaps.set(path, gap);
}
