import { RequestError, ServerUnusableError } from '../../errors.ts';
import { closedBecause, readStatus } from '../../nextcloud/ocs/status.ts';
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
  const stopped = client.stopped();
  if (stopped !== null) return new ServerUnusableError(`Nobody could be read: ${stopped}`);
  try {
    const status = await readStatus(client.as(null));
    if (status === null)
      return new ServerUnusableError(
        `Nobody could be read: ${url} is no Nextcloud any more; correct server.url, or look at the server.`,
      );
    const closed = closedBecause(status);
    if (closed === null) return null;
    return new ServerUnusableError(`Nobody could be read: ${url} ${closed.why}; ${closed.remedy}.`);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return new ServerUnusableError(`Nobody could be read: ${error.message}`, { cause: error });
  }
}
