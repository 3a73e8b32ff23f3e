import { pathIndex } from '../../model/path/path-index.ts';
import type { ResultFinding } from '../../model/result.ts';

/**
 * Gives for a path those of the things that go with it: the thing itself, and folders above it. What has no place in
 * the tree, for its path is null or a bare name, covers nothing and is covered by nothing.
 */
export function covering<Item>(
  items: readonly Item[],
  subjectOf: (item: Item) => Pick<ResultFinding['subject'], 'kind' | 'path'>,
): (path: string | null) => readonly Item[] {
  const placed = items.flatMap((item) => {
    const { kind, path } = subjectOf(item);
    return isPlace(path) ? [{ item, path, isFolder: kind === 'folder' }] : [];
  });
  const index = pathIndex(placed, ({ path }) => path);
  return (path) =>
    isPlace(path)
      ? index
          .onOrAbove(path)
          .filter((over) => over.isFolder || over.path === path)
          .map(({ item }) => item)
      : [];
}

function isPlace(path: string | null): path is string {
  return path?.startsWith('/') === true;
}
