/** A path inside a member's tree: decoded, NFC, starts with `/`, folders without a trailing slash; the root is `/`. */
export type TreePath = string;

/** The path of the folder that holds `path`; the parent of the root is the root. */
export function parentOf(path: TreePath): TreePath {
  const cut = path.lastIndexOf('/');
  return cut <= 0 ? '/' : path.slice(0, cut);
}

/** The last segment of a path, as a person calls it. */
export function nameOf(path: TreePath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether `path` is `folder` itself or lies anywhere below it. */
export function isWithin(path: TreePath, folder: TreePath): boolean {
  return folder === '/' || path === folder || (path.startsWith(folder) && path[folder.length] === '/');
}

/** `path` and every folder above it up to the root, nearest first. */
export function selfAndAncestors(path: TreePath): readonly TreePath[] {
  const all = [path];
  for (let at = path; at !== '/'; ) {
    at = parentOf(at);
    all.push(at);
  }
  return all;
}
