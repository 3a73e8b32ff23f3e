import type { TreePath } from '../../model/path/path.ts';
import { compareFolders, type FolderState } from './compare-folders.ts';
import { descend } from './descend.ts';
import type { Reading } from './reading.ts';
import { readFolders } from './search.ts';
import type { PreviousTree } from './tree.ts';

/** Maximum number of lists of single folders that cost less than reading all again … */
const FEW_FOLDERS = 8;
/** … and so many for every page that all would take. */
const FOLDERS_FOR_A_PAGE = 4;

/**
 * Reads only what changed since an earlier tree: the etags of all folders in one SEARCH, then the lists of the changed
 * ones; the files of the rest are kept, at their new path where they moved.
 * @returns false when so much changed that reading all is cheaper: then the tree has its folders and no files.
 */
export async function readBySearchedChanges(reading: Reading, previous: PreviousTree): Promise<boolean> {
  await readFolders(reading);
  const { same, changed } = compareFolders(await previous.listFolders(), scannedFolders(reading));
  const pages = (previous.files + previous.folders) / reading.pageSize;
  if (changed.length > Math.max(FEW_FOLDERS, FOLDERS_FOR_A_PAGE * pages)) return false;
  await reading.sink.keep(same, 'files');
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
      const was = fileId === null ? undefined : earlier.get(fileId);
      if (was === undefined || was.etag !== etag || etag === '') return false;
      same.push({ from: was.path, to: path });
      reading.kept.add(path);
      return true;
    },
  });
  await reading.sink.keep(same, 'all');
}

function scannedFolders({ folders, gaps }: Reading): readonly FolderState[] {
  return [...folders].flatMap(([path, { fileId, etag }]) => (gaps.has(path) ? [] : [{ path, fileId, etag }]));
}
