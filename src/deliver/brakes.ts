import { type HeldReason, memberOfKey, type OutgoingMail } from '../model/mail.ts';
import type { RunResult } from '../model/result.ts';
import { addressIdentity } from '../model/text/mail-address.ts';
import type { Absence, Delivery } from '../store/store.ts';

export interface BrakeLimits {
  /** Percent of the members that may get a mail in one run. */
  readonly maxShareOfMembersPerRun: number;
  /** Percent of the members with access that may fail to be read. */
  readonly maxShareOfMembersFailed: number;
  /** Percent by which a member's use may fall against the run before, without counting as touched. */
  readonly maxDropOfUsage: number;
}

/** Why mails are held back: all of them, or single ones by their key. */
export interface Brakes {
  readonly all: readonly HeldReason[];
  readonly single: ReadonlyMap<string, HeldReason>;
}

/** This many mails more than last time are never suspicious: small cooperatives vary. */
const ALWAYS_FINE = 10;
/** What happens to one member may be that member's doing, and must not hold the mails of the others. */
const MOST_OF_THEIR_OWN = 1;
/** Number of members who may tidy up in one month; beyond it, percent of all decide. */
const MOST_TIDYING = 2;
const SUSPICIOUS_SHARE = 20;

/** Fewer leave in any month; and up to this share of the members, percent. */
const FEW_VANISH = 3;
const SHARE_VANISHES = 10;

/**
 * Looks at a run before its mails leave: something unlike last time is more often our mistake than the truth. Every brake
 * for all counts members, never a sum: one member can move a sum alone.
 */
export function brakes(
  result: RunResult,
  previous: RunResult | null,
  mails: readonly OutgoingMail[],
  earlier: readonly Delivery[],
  limits: BrakeLimits,
  absences: readonly Absence[] = [],
): Brakes {
  const { members, failed, disabled, notGranted } = result.coverage;
  const readable = members - disabled - notGranted;
  const all: HeldReason[] = [];
  const isFew = failed <= MOST_OF_THEIR_OWN && readable > failed;
  if (readable > 0 && !isFew && (100 * failed) / readable > limits.maxShareOfMembersFailed) {
    all.push({ kind: 'unread', failed, readable, limit: limits.maxShareOfMembersFailed });
  }
  if (members > 0 && (100 * mails.length) / members > limits.maxShareOfMembersPerRun) {
    all.push({ kind: 'many', mails: mails.length, members, limit: limits.maxShareOfMembersPerRun });
  }
  const gone = vanished(absences, result, previous);
  if (gone !== null) all.push(gone);
  const { touched, compared } = fallen(result, previous, limits.maxDropOfUsage);
  const isEverybody = touched === compared && touched > MOST_OF_THEIR_OWN;
  if (isEverybody || (touched > MOST_TIDYING && (100 * touched) / compared > SUSPICIOUS_SHARE)) {
    all.push({ kind: 'drop', touched, members: compared, limit: limits.maxDropOfUsage });
  }
  const lastTime = mailsOfLastPeriod(earlier);
  if (lastTime > 0 && mails.length > 2 * lastTime + ALWAYS_FINE) {
    all.push({ kind: 'more', mails: mails.length, before: lastTime });
  }
  return { all, single: changedAddresses(mails, earlier) };
}

/** Members whom the server's list lacks since the period before: many at once are more often a directory that is away. */
function vanished(
  absences: readonly Absence[],
  { members }: RunResult,
  previous: RunResult | null,
): Extract<HeldReason, { kind: 'vanished' }> | null {
  const since = previous === null ? 0 : Date.parse(previous.run.startedAt);
  const missed = absences.filter(({ wasListed, missedAt }) => wasListed && missedAt > since);
  const here = new Set<string>(members.map(({ id }) => id));
  const all = members.length + missed.filter(({ id }) => !here.has(id)).length;
  const isMany = missed.length >= FEW_VANISH && 100 * missed.length > SHARE_VANISHES * all;
  return isMany ? { kind: 'vanished', vanished: missed.length, members: all } : null;
}

/** Of the members whose tree was read in both runs, those whose own use fell by more than `limit` percent. */
function fallen(result: RunResult, previous: RunResult | null, limit: number) {
  const now = new Map(result.members.map(({ id, usage }) => [id, usage]));
  let touched = 0;
  let compared = 0;
  for (const { id, usage: before } of previous?.members ?? []) {
    const after = now.get(id);
    if (before.source !== 'crawl' || after?.source !== 'crawl') continue;
    compared += 1;
    const was = before.bytes ?? 0;
    if (was > 0 && (100 * (was - (after.bytes ?? 0))) / was > limit) touched += 1;
  }
  return { touched, compared };
}

function mailsOfLastPeriod(earlier: readonly Delivery[]): number {
  const members = earlier.filter(({ key }) => memberOfKey(key) !== null);
  const last = members[0]?.period;
  return members.filter(({ period }) => period === last).length;
}

/** An address that is not the one of last time: perhaps a new one, perhaps somebody else's. Its spelling is no matter. */
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
    if (before !== undefined && before !== '' && addressIdentity(before) !== addressIdentity(to))
      held.set(key, { kind: 'address', member: key.slice('member:'.length) });
  }
  return held;
}
