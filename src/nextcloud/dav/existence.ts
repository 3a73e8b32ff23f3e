import { RequestError } from '../../model/errors.ts';
import type { MemberId } from '../../model/ids.ts';
import type { TreePath } from '../../model/path/path.ts';
import type { Session } from '../http/exchange.ts';
import { addressOf, askForOne, filesRoot, propfind } from './request.ts';

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
