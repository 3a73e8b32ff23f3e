import type { HeldReason, OutgoingMail } from '../model/mail.ts';
import type { RunResult } from '../model/result.ts';
import type { Delivery } from '../store/store.ts';

export interface BrakeLimits {
  /** Percent of the members that may get a mail in one run. */
  readonly maxShareOfMembersPerRun: number;
  /** Percent of the members with access that may fail to be read. */
  readonly maxShareOfMembersFailed: number;
  /** Percent by which the use of all members may fall against the run before. */
  readonly maxDropOfUsage: number;
}

/** Why mails are held back: all of them, or single ones by their key. */
export interface Brakes {
  readonly all: readonly HeldReason[];
  readonly single: ReadonlyMap<string, HeldReason>;
}

/** This many mails more than last time are never suspicious: small cooperatives vary. */
const ALWAYS_FINE = 10;

/** Looks at a run before its mails leave: something unlike last time is more often our mistake than the truth. */
export function brakes(
  result: RunResult,
  previous: RunResult | null,
  mails: readonly OutgoingMail[],
  earlier: readonly Delivery[],
  limits: BrakeLimits,
): Brakes {
  const { members, failed, disabled, notGranted } = result.coverage;
  const readable = members - disabled - notGranted;
  const all: HeldReason[] = [];
  if (readable > 0 && (100 * failed) / readable > limits.maxShareOfMembersFailed) {
    all.push({ kind: 'unread', failed, readable, limit: limits.maxShareOfMembersFailed });
  }
  if (members > 0 && (100 * mails.length) / members > limits.maxShareOfMembersPerRun) {
    all.push({ kind: 'many', mails: mails.length, members, limit: limits.maxShareOfMembersPerRun });
  }
  const drop = dropOfUsage(result, previous);
  if (drop > limits.maxDropOfUsage) {
    all.push({ kind: 'drop', percent: Math.round(drop), limit: limits.maxDropOfUsage });
  }
  const lastTime = mailsOfLastPeriod(earlier);
  if (lastTime > 0 && mails.length > 2 * lastTime + ALWAYS_FINE) {
    all.push({ kind: 'more', mails: mails.length, before: lastTime });
  }
  return { all, single: changedAddresses(mails, earlier) };
}

/** Percent by which use fell over the members whose tree was read in both runs. */
function dropOfUsage(result: RunResult, previous: RunResult | null): number {
  if (previous === null) return 0;
  const now = new Map(result.members.map((member) => [member.id, member.usage]));
  let before = 0;
  let after = 0;
  for (const member of previous.members) {
    const usage = now.get(member.id);
    if (member.usage.source !== 'crawl' || usage?.source !== 'crawl') continue;
    before += member.usage.bytes ?? 0;
    after += usage.bytes ?? 0;
  }
  return before === 0 ? 0 : (100 * (before - after)) / before;
}

function mailsOfLastPeriod(earlier: readonly Delivery[]): number {
  const members = earlier.filter(({ key }) => key.startsWith('member:'));
  const last = members[0]?.period;
  return members.filter(({ period }) => period === last).length;
}

/** An address that is not the one of last time: perhaps a new one, perhaps somebody else's. */
function changedAddresses(
  mails: readonly OutgoingMail[],
  earlier: readonly Delivery[],
): ReadonlyMap<string, HeldReason> {
  const lastAddress = new Map<string, string>();
  for (const { key, recipient } of earlier) if (!lastAddress.has(key)) lastAddress.set(key, recipient);
  const held = new Map<string, HeldReason>();
  for (const { key, to } of mails) {
    const before = lastAddress.get(key);
    // Earlier versions blanked an address that was also that of somebody forgotten.
    if (before !== undefined && before !== '' && before !== to)
      held.set(key, { kind: 'address', member: key.slice('member:'.length) });
  }
  return held;
}
