import { RequestError } from '../../model/errors.ts';
import type { FileId, MemberId } from '../../model/ids.ts';
import { type OddRecord, unreadableRecords } from '../../model/odd-record.ts';
import { parentOf, type TreePath } from '../../model/path/path.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { Session } from '../http/exchange.ts';
import { rowsIn } from '../http/limits.ts';
import { type DavEntry, entryReader } from './entry.ts';
import { addressOf, askForEntries, askForOne, entryProperties, filesRoot, propfind } from './request.ts';
import type { RootState } from './root.ts';

/** A group folder in one member's tree. */
export interface MountSeen {
  /** Of its root: the same for everyone who sees it. */
  readonly id: FileId;
  readonly path: TreePath;
}

/**
 * The group folders that stand directly in a folder of a member's tree (PROPFIND, Depth 1; `nc:mount-type`). None where
 * there is no such folder.
 * @param known mount points that lie in other group folders, where every folder has this type.
 */
export async function listGroupMounts(
  session: Session,
  uid: MemberId,
  folder: TreePath,
  { major, known }: { readonly major: number; readonly known: ReadonlySet<TreePath> },
): Promise<readonly MountSeen[]> {
  const root = filesRoot(uid);
  // By path: a request that broke off and was sent again brings its first rows twice.
  const rows = new Map<TreePath, DavEntry>();
  let long = 0;
  try {
    const request = propfind(addressOf(root, folder), '1', entryProperties(major));
    const takeBatch = async (batch: readonly DavEntry[]) => {
      for (const entry of batch) {
        if (entry.mountType !== 'group') continue;
        rows.set(entry.path, entry);
        long += rowsIn(entry.path.length + entry.etag.length) - 1;
      }
      if (rows.size + long > session.limits.rows)
        throw requestError('bound', because('spaces.bound', { folder }), 207);
    };
    await askForEntries(session, request, root, takeBatch, { onOdd: refuseOdd });
  } catch (error) {
    if (error instanceof RequestError && error.failure === 'not-found') return [];
    throw error;
  }
  const isInside = rows.has(folder);
  return [...rows.values()].flatMap(({ fileId, path, isFolder }) => {
    const stands = parentOf(path) === folder && path !== folder && (!isInside || known.has(path));
    return stands && isFolder && fileId !== null ? [{ id: fileId, path }] : [];
  });
}

/** What cannot be read may be a group folder: without it the list is not known. */
function refuseOdd(record: OddRecord): never {
  throw requestError('unexpected', unreadableRecords([record]), 207);
}

/**
 * The root of a group folder in a member's tree.
 * @throws {RequestError} 'not-found' when no group folder stands there any more.
 */
export async function readMountRoot(session: Session, uid: MemberId, path: TreePath): Promise<RootState> {
  const root = filesRoot(uid);
  const resource = await askForOne(session, propfind(addressOf(root, path), '0', entryProperties(0)));
  const entry = entryReader(session.prefix + root)(resource);
  if (entry.path !== path || entry.mountType !== 'group' || entry.etag.replaceAll('"', '') === '') {
    throw requestError('not-found', because('space.gone'), 207);
  }
  return { etag: entry.etag, size: entry.size, usedBytes: null, dataFingerprint: '' };
}
