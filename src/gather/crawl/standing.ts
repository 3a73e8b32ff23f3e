import { parentOf, type TreePath } from '../../model/path/path.ts';
import { isUnknown, type Reading } from './reading.ts';

/**
 * What was known before a descent, by the folder that it lies in: each list finds what it takes the place of without a
 * look at all that is known. A descent lists no folder twice, so what it learns itself need not come in.
 */
export interface Standing {
  /** The subfolders that are known, with their ids; null where only something below one is: rows of a SEARCH can miss it. */
  foldersIn(path: TreePath): Map<TreePath, string | null>;
  /** What in this folder the server itself did not know. */
  unknownIn(path: TreePath): readonly TreePath[];
  /** This path and all that was known below it, which from now on is not known any more. */
  takeBelow(path: TreePath): readonly TreePath[];
}

/** @param fresh whether the tree is new, so that its lists take the place of no folder. */
export function standingBefore({ folders, gaps, kept }: Reading, fresh: boolean): Standing {
  const unknown = new Map<TreePath, TreePath[]>();
  for (const [gap, why] of gaps) {
    if (!isUnknown(why)) continue;
    const among = unknown.get(parentOf(gap));
    if (among === undefined) unknown.set(parentOf(gap), [gap]);
    else among.push(gap);
  }
  const children = fresh ? new Map<TreePath, Set<TreePath>>() : childrenOf([folders, gaps, kept]);
  return {
    foldersIn(path) {
      const standing = new Map<TreePath, string | null>();
      for (const child of children.get(path) ?? []) {
        const id = folders.get(child)?.fileId;
        if (id !== undefined) standing.set(child, id);
        else if (children.has(child)) standing.set(child, null);
      }
      return standing;
    },
    unknownIn: (path) => unknown.get(path) ?? [],
    takeBelow(path) {
      children.get(parentOf(path))?.delete(path);
      const all = [path];
      for (const at of all) {
        for (const child of children.get(at) ?? []) all.push(child);
        children.delete(at);
      }
      return all;
    },
  };
}

/** Of every path, and of the folders above it, what lies directly in it. */
function childrenOf(known: readonly { keys(): Iterable<TreePath> }[]): Map<TreePath, Set<TreePath>> {
  const children = new Map<TreePath, Set<TreePath>>();
  for (const paths of known) {
    for (const path of paths.keys()) {
      for (let at = path; at !== '/'; at = parentOf(at)) {
        const among = children.get(parentOf(at));
        among?.add(at);
        if (among !== undefined) break;
        children.set(parentOf(at), new Set([at]));
      }
    }
  }
  return children;
}
