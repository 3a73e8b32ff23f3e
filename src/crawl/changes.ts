import type { Entry } from '../model/entry.ts';
import type { TreePath } from '../model/path.ts';
import type { DavEntry } from '../nextcloud/dav-entry.ts';
import { compareFolders, type FolderState } from './compare-folders.ts';
import { descend } from './descend.ts';
import { type Reading, take } from './reading.ts';
import { searchFolders } from './search.ts';
import type { PreviousTree } from './tree.ts';

/** So many lists of single folders cost less than reading all again … */
const FEW_FOLDERS = 8;
/** … and so many for every page that all would take. */
const FOLDERS_FOR_A_PAGE = 4;

/**
 * Reads only what changed since an earlier tree: the etags of all folders in one SEARCH, then the lists of the changed
 * ones; the rest is kept, at its new path where it moved.
 * @returns false when so much changed that reading all is cheaper; nothing was put into the tree then.
 */
export async function readBySearchedChanges(
  reading: Reading,
  previous: PreviousTree,
  major: number,
): Promise<boolean> {
  const now = await searchFolders(reading, major);
  const { same, changed } = compareFolders(await previous.listFolders(), now.flatMap(stateOf));
  const pages = (previous.files + previous.folders) / reading.pageSize;
  if (changed.length > Math.max(FEW_FOLDERS, FOLDERS_FOR_A_PAGE * pages)) return false;
  await reading.sink.keep(same);
  await take(reading, now);
  await descend(reading, {
    start: changed,
    settled: (_, known) => known !== undefined,
    fresh: true,
    filesOnly: true,
  });
  return true;
}

/** The same for a server without SEARCH: from the root down, along the folders whose etags changed. */
export async function readByListedChanges(reading: Reading, previous: PreviousTree): Promise<void> {
  const earlier = new Map((await previous.listFolders()).map((folder) => [folder.fileId, folder]));
  const same: { from: TreePath; to: TreePath }[] = [];
  await descend(reading, {
    start: ['/'],
    fresh: true,
    settled({ fileId, etag, path }) {
      const was: Entry | undefined = fileId === null ? undefined : earlier.get(fileId);
      if (was === undefined || was.etag !== etag || etag === '') return false;
      same.push({ from: was.path, to: path });
      return true;
    },
  });
  await reading.sink.keep(same);
}

function stateOf({ path, fileId, etag, size }: DavEntry): readonly FolderState[] {
  return fileId === null || size === null ? [] : [{ path, fileId, etag }];
}
