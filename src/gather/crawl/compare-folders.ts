import type { FileId } from '../../model/ids.ts';
import { parentOf, type TreePath } from '../../model/path/path.ts';

export interface FolderState {
  readonly path: TreePath;
  readonly fileId: FileId;
  readonly etag: string;
}

export interface FolderChanges {
  /** Topmost folders whose whole subtree is as it was, perhaps at another path. */
  readonly same: readonly { readonly from: TreePath; readonly to: TreePath }[];
  /** Folders whose own list must be read again, parents first; always the root. */
  readonly changed: readonly TreePath[];
}

/**
 * Compares the folders of an earlier tree with those of today. Every change below a folder gives it a new etag, and
 * a move keeps ids and etags (Nextcloud API notes, 1.10), so the same id with the same etag is the same subtree.
 */
export function compareFolders(before: readonly FolderState[], now: readonly FolderState[]): FolderChanges {
  const earlier = new Map(before.map((folder) => [folder.fileId, folder]));
  const children = new Map<TreePath, FolderState[]>();
  for (const folder of now) {
    const siblings = children.get(parentOf(folder.path));
    if (siblings === undefined) children.set(parentOf(folder.path), [folder]);
    else siblings.push(folder);
  }
  const same: { from: TreePath; to: TreePath }[] = [];
  const changed: TreePath[] = ['/'];
  // Grows while it is read: a changed folder brings its subfolders.
  for (const parent of changed) {
    for (const { path, fileId, etag } of children.get(parent) ?? []) {
      const was = earlier.get(fileId);
      if (was !== undefined && was.etag === etag && etag !== '') same.push({ from: was.path, to: path });
      else changed.push(path);
    }
  }
  return { same, changed };
}
