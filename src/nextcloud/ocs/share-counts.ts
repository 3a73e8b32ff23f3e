import { z } from 'zod';
import { RequestError } from '../../model/errors.ts';
import type { ShareType } from '../../model/share.ts';
import type { Session } from '../http/exchange.ts';
import { isOwnCloud } from '../http/owncloud.ts';
import { askOcs } from './request.ts';

const Count = z.coerce.number().int().min(0).default(0);
const ServerInfo = z.object({
  nextcloud: z.object({
    shares: z.object({
      num_shares_user: Count,
      num_shares_groups: Count,
      num_shares_link: Count,
      num_shares_mail: Count,
      num_shares_room: Count,
      num_fed_shares_sent: Count,
    }),
  }),
});

/** How many shares of a type the server holds, expired ones that nobody has listed yet included. */
export type ShareCounts = Readonly<Partial<Record<ShareType, number>>>;

/**
 * The server's own count of shares (app serverinfo, administrators only): the check on what the members' lists gave.
 * Null where the app is absent, as on ownCloud.
 * @throws {RequestError}
 */
export async function readShareCounts(session: Session): Promise<ShareCounts | null> {
  if (isOwnCloud(session)) return null;
  try {
    const query = { skipApps: 'true', skipUpdate: 'true' };
    const { nextcloud } = await askOcs(session, '/apps/serverinfo/api/v1/info', query, ServerInfo);
    const { shares } = nextcloud;
    return {
      user: shares.num_shares_user,
      group: shares.num_shares_groups,
      link: shares.num_shares_link,
      mail: shares.num_shares_mail,
      room: shares.num_shares_room,
      federated: shares.num_fed_shares_sent,
    };
  } catch (error) {
    if (error instanceof RequestError && error.failure === 'not-found') return null;
    throw error;
  }
}
