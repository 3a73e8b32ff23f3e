import type { Inventory } from '../../gather/inventory/inventory.ts';
import type { ReadMember } from '../../gather/members/member-as-read.ts';
import type { UnsettledMember } from '../../gather/members/unsettled-member.ts';
import type { Reason } from '../../model/reasons/reason.ts';
import type { RunScope } from '../../model/run.ts';
import type { AuditSetting } from './setting.ts';

/** How a run that read somebody, or need not have, ended. */
export function endOf(
  setting: AuditSetting,
  unsettled: readonly UnsettledMember[],
  inventory: Inventory,
): 'complete' | 'partial' | 'interrupted' {
  if (isInterrupted(setting)) return 'interrupted';
  const members = unsettled.map(({ read }) => read);
  return statusOf(members, inventory);
}

/**
 * "partial": an enabled member with access was not read whole, or the list of accounts is known to be short. Members
 * without access never change it.
 */
function statusOf(
  members: readonly ReadMember[],
  { short }: { readonly short: Reason | null },
): 'complete' | 'partial' {
  const isLacking = members.some(
    ({ coverage }) => coverage.status === 'partial' || coverage.status === 'failed',
  );
  return isLacking || short !== null ? 'partial' : 'complete';
}

/** Whose audit it is. */
export function scopeOf({ only }: { readonly only: ReadonlySet<string> | null }): RunScope {
  return only === null ? 'all' : 'members';
}

/** Whether Ctrl-C or SIGTERM ended the reading: no further request is sent. */
export function isInterrupted({ client }: Pick<AuditSetting, 'client'>): boolean {
  return client.stopped()?.key === 'stop.asked';
}
