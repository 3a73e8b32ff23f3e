import { RequestError } from '../errors.ts';
import { isWithin, parentOf, type TreePath } from '../model/path.ts';
import { addressOf, askForEntries, propfind } from '../nextcloud/dav.ts';
import type { DavEntry } from '../nextcloud/dav-entry.ts';
import { endsTheRun, type Gap, isOwn, isUnknown, type Reading, smallerUnitMayHelp, take } from './reading.ts';

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
  { fresh, filesOnly = false, settled = () => false }: Partial<Descent>,
): Promise<readonly Subfolder[]> {
  const request = propfind(addressOf(reading.address, path), '1', reading.properties);
  const standing = fresh === true ? new Map<TreePath, string | null>() : standingIn(reading, path);
  forgetUnknown(reading, path);
  if (fresh !== true) await reading.sink.dropFilesIn(path);
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
      await replace(reading, standing, entry, isSubfolder, settled);
      if (!filesOnly || !entry.isFolder) children.push(entry);
    }
    await take(reading, children);
  };
  await askForEntries(reading.session, request, reading.address, takeBatch, reading);
  if (!showsSomething) throw new RequestError('not-found', 'The server showed nothing of a folder.', 207);
  for (const gone of standing.keys()) await forget(reading, gone);
  return [...subfolders.values()];
}

/** One of a folder's own subfolders, and what was known of it before its folder was listed. */
export interface Subfolder {
  readonly entry: DavEntry;
  readonly known: { readonly etag: string; readonly fileId: string } | undefined;
}

/** What the server itself does not know is said anew by each list; what was refused stays so until it is asked again. */
function forgetUnknown(reading: Reading, path: TreePath): void {
  reading.gaps.delete(path);
  for (const [gap, why] of reading.gaps) {
    if (isUnknown(why) && parentOf(gap) === path) reading.gaps.delete(gap);
  }
}

/** The subfolders that are known, with their ids; null where only something below one is: rows of a SEARCH can miss it. */
function standingIn({ folders }: Reading, path: TreePath): Map<TreePath, string | null> {
  const standing = new Map<TreePath, string | null>();
  const prefix = path === '/' ? '/' : `${path}/`;
  for (const [known, { fileId }] of folders) {
    if (!known.startsWith(prefix)) continue;
    const end = known.indexOf('/', prefix.length);
    if (end < 0) standing.set(known, fileId);
    else if (!standing.has(known.slice(0, end))) standing.set(known.slice(0, end), null);
  }
  return standing;
}

/**
 * Forgets the known folder in whose place this entry stands: where it is another one, and where its inside came from the
 * previous tree and must be read after all, for what stands in it is not known by name. Before the entry is taken.
 */
async function replace(
  reading: Reading,
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
  if (!isSame || mustBeRead) await forget(reading, entry.path);
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
  const subfolders = await listFolder(reading, path, descent);
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
