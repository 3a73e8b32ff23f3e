import { RequestError } from '../../model/errors.ts';
import type { FileId, MemberId } from '../../model/ids.ts';
import type { TreePath } from '../../model/path/path.ts';
import type { Bytes } from '../../model/units.ts';
import type { Session } from '../http/exchange.ts';
import { entryReader } from './entry.ts';
import { searchById } from './owner-search.ts';
import { addressOf, askForOne, askForSome, COMMON_PROPERTIES, filesRoot, propfind } from './request.ts';

/**
 * Whether anything stands at a path of a member's tree (PROPFIND, Depth 0). False only where the server itself says 404.
 * @throws {RequestError} for any other answer: then nothing is known.
 */
export async function standsThere(session: Session, uid: MemberId, path: TreePath): Promise<boolean> {
  try {
    await askForOne(session, propfind(addressOf(filesRoot(uid), path), '0', '<d:resourcetype/>'));
    return true;
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return false;
    throw error;
  }
}

/** What stands at a path: its id, and its size in bytes; null = not told. */
export interface Standing {
  readonly fileId: FileId | null;
  readonly size: Bytes | null;
}

/**
 * Reads what stands at a path of a member's tree (PROPFIND, Depth 0); null where the server itself says 404.
 * @throws {RequestError} for any other answer: then nothing is known.
 */
export async function readStanding(
  session: Session,
  uid: MemberId,
  path: TreePath,
): Promise<Standing | null> {
  const root = filesRoot(uid);
  try {
    const resource = await askForOne(session, propfind(addressOf(root, path), '0', COMMON_PROPERTIES));
    const { fileId, size } = entryReader(session.prefix + root)(resource);
    return { fileId, size };
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return null;
    throw error;
  }
}

/**
 * Whether a thing of a member lies anywhere in the member's own storage (SEARCH by its id).
 * @throws {RequestError}
 */
export async function liesAnywhere(session: Session, uid: MemberId, id: FileId): Promise<boolean> {
  const { rows } = await askForSome(
    session,
    searchById(uid, id),
    () => null,
    async () => {},
  );
  return rows > 0;
}
