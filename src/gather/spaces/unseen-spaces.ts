import { unreadableRecords } from '../../model/odd-record.ts';
import { because, type Reason, type Reasons } from '../../model/reasons/reason.ts';
import { reasonFields } from '../../model/reasons/sentence.ts';
import type { ResultSpace } from '../../model/result.ts';
import type { GroupFolderList } from '../../nextcloud/ocs/group-folders.ts';
import { accessOf } from './read-space.ts';

/** What the app names and nobody who was read sees: with the server's own figures, and said to be not read. */
export function unseen(
  rows: readonly ResultSpace[],
  { folders, odd }: GroupFolderList,
  missing: Reason | null,
): readonly ResultSpace[] {
  const seen = new Set(rows.map(({ name }) => name));
  const why = missing ?? because('space.unseen');
  const listed = folders
    .filter(({ path }) => !seen.has(path))
    .map(({ number, path, quota, size, ...access }) => {
      const reasons = size === null ? [why, because('space.no-size')] : [why];
      const id = `folder:${number}`;
      return {
        ...unreadSpace(id, path, missing === null ? 'not-granted' : 'failed', reasons),
        bytes: size,
        quota,
        ...accessOf(access),
      };
    });
  const unreadable = odd
    .filter(({ isLeftOut, name }) => isLeftOut && !seen.has(`/${name.replace(/^\//, '')}`))
    .map((record) =>
      unreadSpace(`folder:${record.name}`, record.name, 'failed', [unreadableRecords([record])]),
    );
  return [...listed, ...unreadable];
}

/** A space of which nothing was read. */
export function unreadSpace(
  id: string,
  name: string,
  status: 'not-granted' | 'failed',
  reasons: Reasons,
): ResultSpace {
  return {
    id,
    name,
    bytes: null,
    files: null,
    folders: null,
    quota: null,
    members: [],
    places: [],
    groups: null,
    advancedPermissions: null,
    coverage: { status, ...reasonFields(reasons), strategy: 'none', requests: 0, unreadable: [] },
  };
}
