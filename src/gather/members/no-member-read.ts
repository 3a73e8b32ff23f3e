import { RequestError, type ServerUnusableError } from '../../model/errors.ts';
import { reasonOf, serverUnusable } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import { registrationStop } from '../../model/reasons/registration-stop.ts';
import { closedBecause, isStranger, readStatus } from '../../nextcloud/ocs/status.ts';
import type { GatherSetting } from '../setting.ts';
import type { UnsettledMember } from './unsettled-member.ts';

/**
 * Why a run in which nobody could be read is worth nothing: the server, not the members, is the trouble. Where the client
 * did not stop by itself, the server is asked once more whether it is there. Null where somebody was read, where
 * nobody should have been, or where the server is well.
 */
export async function noMemberRead(
  { client, url }: GatherSetting,
  unsettled: readonly UnsettledMember[],
): Promise<ServerUnusableError | null> {
  const statuses = new Set(unsettled.map(({ read }) => read.coverage.status));
  const reached = statuses.has('read') || statuses.has('unchanged') || statuses.has('partial');
  if (reached || !statuses.has('failed')) return null;
  const stopped =
    client.stopped() ?? registrationStop(unsettled.flatMap(({ read }) => read.coverage.reasons));
  if (stopped !== null) return serverUnusable(because('run.nobody-stopped', { cause: [stopped] }));
  try {
    const status = await readStatus(client.as(null));
    if (isStranger(status)) return serverUnusable(because('run.nobody-elsewhere', { url }));
    const closed = closedBecause(status);
    if (closed === null) return null;
    return serverUnusable(because(`run.nobody-${closed}`, { url }));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return serverUnusable(because('run.nobody', { cause: [reasonOf(error)] }), { cause: error });
  }
}
