import type { Entry } from '../../model/entry.ts';
import { RequestError } from '../../model/errors.ts';
import { type FileId, fileId } from '../../model/ids.ts';
import { parentOf, type TreePath } from '../../model/path/path.ts';
import { pathIndex } from '../../model/path/path-index.ts';
import { uploadedAt } from '../../nextcloud/dav/entry.ts';
import { addressOf, askForSome, propfind } from '../../nextcloud/dav/request.ts';
import { endsTheRun, isOwn, type Reading } from './reading.ts';
import type { TreeSink } from './tree.ts';

/** Up to so many folders are asked one by one; more by one request for the whole tree. */
const FEW_FOLDERS = 3;
/** Where the whole tree is too big for one answer, so many folders are still asked. */
const MOST_FOLDERS = 12;

/** Of more files it is not asked for: their upload time stays unknown. */
const MOST_MISSING = 100_000;

/** What tells a file again, that it is the member's own, and its upload time; the rest is known. */
const PROPERTIES = '<oc:fileid/><nc:mount-type/><nc:upload_time/>';

/** What a tree lacks while it is read: files whose upload time matters and did not come. */
export interface UploadWatch {
  readonly sink: TreeSink;
  /** Wanted files without an upload time; none where SEARCH tells it: there nothing more is known. */
  missing(): ReadonlyMap<FileId, Entry>;
}

/** The same sink, which notes the files whose upload time is wanted and unknown. */
export function watchUploads(
  sink: TreeSink,
  wanted: (entry: Entry) => boolean,
  searchHasThem: boolean,
): UploadWatch {
  const missing = new Map<FileId, Entry>();
  const forget = (gone: (entry: Entry) => boolean) => {
    for (const [id, entry] of missing) if (gone(entry)) missing.delete(id);
  };
  return {
    missing: () => (searchHasThem ? new Map() : missing),
    sink: {
      ...sink,
      add(entries) {
        for (const entry of entries) {
          if (entry.isFolder) continue;
          if (entry.uploadedAt !== null) missing.delete(entry.fileId);
          else if (missing.size < MOST_MISSING && wanted(entry)) missing.set(entry.fileId, entry);
        }
        return sink.add(entries);
      },
      drop(paths) {
        const gone = pathIndex(paths, (path) => path);
        forget((entry) => gone.onOrAbove(entry.path).length > 0);
        return sink.drop(paths);
      },
      dropFilesIn(folder) {
        forget((entry) => parentOf(entry.path) === folder);
        return sink.dropFilesIn(folder);
      },
    },
  };
}

/**
 * Fetches the upload times that a SEARCH does not tell: Nextcloud 31.0.6 answers 0 there for every file, and the truth
 * to a PROPFIND. A file that was uploaded last week with an old date must not be called old. What cannot be asked
 * stays unknown; the tree is whole without.
 */
export async function addUploadTimes(reading: Reading, missing: ReadonlyMap<FileId, Entry>): Promise<void> {
  if (missing.size === 0) return;
  const folders = [...new Set([...missing.values()].map(({ path }) => parentOf(path)))];
  if (folders.length > FEW_FOLDERS && (await askBelow(reading, missing, '/', 'infinity'))) return;
  for (const folder of folders.slice(0, MOST_FOLDERS)) await askBelow(reading, missing, folder, '1');
}

/** Whether the answer came whole. */
async function askBelow(
  reading: Reading,
  missing: ReadonlyMap<FileId, Entry>,
  path: TreePath,
  depth: '1' | 'infinity',
): Promise<boolean> {
  const request = propfind(addressOf(reading.address, path), depth, PROPERTIES);
  const wanted = missing.size;
  let seen = 0;
  try {
    await askForSome(
      reading.session,
      request,
      (resource): Entry | null => {
        const known = missing.get(fileId(resource.fileId));
        if (known !== undefined) seen++;
        const at = uploadedAt(resource);
        const isKnown = known !== undefined && at !== null && isOwn(resource, reading);
        return isKnown ? { ...known, uploadedAt: at } : null;
      },
      (complete) => reading.sink.add(complete),
    );
    // Where infinity is switched off the answer shows one level only.
    return depth === '1' || seen >= wanted;
  } catch (error) {
    if (!(error instanceof RequestError) || endsTheRun(error)) throw error;
    return false;
  }
}
