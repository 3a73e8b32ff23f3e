import type { Config } from '../../config/load.ts';
import { hasDeclined } from '../../gather/members/declined.ts';
import { UsageError } from '../../model/errors.ts';
import type { MemberId } from '../../model/ids.ts';
import { reasonSentence } from '../../model/reasons/sentence.ts';
import { isStranger, readStatus } from '../../nextcloud/ocs/status.ts';
import { adminLogin } from '../access.ts';
import type { AppContext } from '../context.ts';
import { clientOf, existingVaultOf } from '../open.ts';
import { unsupportedBecause } from '../unsupported.ts';
import { membersNow } from './members-now.ts';

/**
 * Enabled members of the configured groups whose app password is not in the vault and who have not declined, and the server's major version.
 * @throws {UsageError} when the server is no Nextcloud.
 */
export async function membersWithout(
  config: Config,
  context: AppContext,
): Promise<{ readonly members: readonly MemberId[]; readonly major: number }> {
  const client = await clientOf(config);
  try {
    const status = await readStatus(client.as(null));
    if (isStranger(status)) throw new UsageError(reasonSentence([status.stranger]));
    const unsupported = unsupportedBecause(status, config.server.url);
    if (unsupported !== null) throw new UsageError(unsupported);
    if (status.product === 'owncloud')
      throw new UsageError(
        `${config.server.url} is ownCloud ${status.version}, which has no command that makes app passwords: let each member make one there (Settings › Security), then take them in with "menage credentials import FILE".`,
      );
    const inventory = await membersNow(client, await adminLogin(config, context), config);
    if (inventory.short !== null)
      context.log.warn(
        `${reasonSentence([inventory.short])} Members may be missing here, and get no app password now: run this again when the list is whole.`,
      );
    const vault = await existingVaultOf(config, context);
    const members = inventory.members.filter(
      (member) =>
        member.enabled &&
        !hasDeclined(member, config.members.declined) &&
        (vault?.get(member.id) ?? null) === null,
    );
    return { members: members.map(({ id }) => id), major: status.major };
  } finally {
    client.close();
  }
}
