import { oddSentence } from '../../model/odd-record.ts';
import type { ResultSpace } from '../../model/result.ts';
import type { GroupFolderList } from '../../nextcloud/ocs/group-folders.ts';

/** What the app names and nobody who was read sees: with the server's own figures, and said to be not read. */
export function unseen(
  rows: readonly ResultSpace[],
  { folders, odd }: GroupFolderList,
  missing: string | null,
): readonly ResultSpace[] {
  const seen = new Set(rows.map(({ name }) => name));
  const why = missing ?? 'No member who granted access sees it.';
  const told = folders
    .filter(({ path }) => !seen.has(path))
    .map(({ number, path, quota, size }) => {
      const reason = size === null ? `${why} The server does not tell its size.` : why;
      const id = `folder:${number}`;
      return {
        ...unreadSpace(id, path, missing === null ? 'not-granted' : 'failed', reason),
        bytes: size,
        quota,
      };
    });
  const unreadable = odd
    .filter(({ isLeftOut, name }) => isLeftOut && !seen.has(`/${name.replace(/^\//, '')}`))
    .map((record) =>
      unreadSpace(`folder:${record.name}`, record.name, 'failed', oddSentence([record]) ?? why),
    );
  return [...told, ...unreadable];
}

/** A space of which nothing was read. */
export function unreadSpace(
  id: string,
  name: string,
  status: 'not-granted' | 'failed',
  reason: string,
): ResultSpace {
  return {
    id,
    name,
    bytes: null,
    files: null,
    folders: null,
    quota: null,
    members: [],
    coverage: { status, reason, strategy: 'none', requests: 0, unreadable: [] },
  };
}
