import type { MemberId } from '../../model/ids.ts';
import { type RootState, readRoot } from '../../nextcloud/dav/root.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import { isOwnCloud } from '../../nextcloud/http/owncloud.ts';
import { readOwnUse } from '../../nextcloud/ocs/owncloud-accounts.ts';

/**
 * A member's root with a sum to prove the tree by. The root of ownCloud counts what was received and mounted: there the use
 * of the member's own storage is asked for.
 * @throws {RequestError} as `readRoot`.
 */
export async function readOwnRoot(session: Session, member: MemberId): Promise<RootState> {
  const root = await readRoot(session, member);
  return isOwnCloud(session) ? { ...root, ownBytes: await readOwnUse(session, member) } : root;
}
