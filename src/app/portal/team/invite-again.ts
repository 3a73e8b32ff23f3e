import type { MemberId } from '../../../model/ids.ts';
import type { UtcMs } from '../../../model/units.ts';
import type { Store } from '../../../store/store.ts';

/** Begins a new round of invitations for somebody who asked an admin for it, whatever was answered before. */
export async function inviteAgain(
  { portal }: Store,
  member: MemberId,
  admin: MemberId,
  now: UtcMs,
): Promise<void> {
  const { round } = await portal.people.invite(member, now);
  await portal.notices.queue([
    {
      ...{ kind: 'invitation', member, recipient: null, dueAt: now },
      ...{ params: { reminder: 0, round }, key: `invitation:${member}:${round}:0` },
    },
  ]);
  await portal.journal.note({
    ...{ at: now, member, event: 'invited', params: {} },
    actor: { role: 'admin', member: admin },
  });
}
