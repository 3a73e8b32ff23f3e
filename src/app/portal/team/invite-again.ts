import type { Config } from '../../../config/load.ts';
import type { MemberId } from '../../../model/ids.ts';
import type { UtcMs } from '../../../model/units.ts';
import type { Store } from '../../../store/store.ts';
import { inviteMember } from '../invitations.ts';

/**
 * Begins a new round of invitations for somebody who asked an admin for it, whatever was answered before; who asked
 * never to be invited again still is not.
 */
export async function inviteAgain(
  store: Store,
  config: Config,
  member: MemberId,
  admin: MemberId,
  now: UtcMs,
): Promise<void> {
  await inviteMember({ store, config }, member, now);
  await store.portal.journal.note({
    ...{ at: now, member, event: 'invited', params: {} },
    actor: { role: 'admin', member: admin },
  });
}
