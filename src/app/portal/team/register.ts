import type { EntryId, MemberId } from '../../../model/ids.ts';
import { answerId, memberId } from '../../../model/ids.ts';
import {
  accepted,
  ended,
  newEntry,
  type RegisterEntry,
  refused,
  targetOf,
} from '../../../model/register/entry.ts';
import type { ResultShare, RunResult } from '../../../model/result.ts';
import { shareKey } from '../../../model/share.ts';
import { after, isoDate, startOfDay } from '../../../model/time.ts';
import type { UtcMs } from '../../../model/units.ts';
import { newEntryId } from '../../../store/register/register.ts';
import type { Store } from '../../../store/store.ts';
import { acceptAnswer, refuseAnswer } from '../answers.ts';

const A_YEAR = { amount: 12, unit: 'months' } as const;

/** What an admin decides on an entry; a refusal is read by who proposed it. */
export type EntryAct =
  | { readonly act: 'accept' | 'extend' | 'end' }
  | { readonly act: 'refuse'; readonly reason: string };

export interface Deciding {
  readonly admin: MemberId;
  readonly now: UtcMs;
  /** The organisation's time zone. */
  readonly zone: string;
}

/** Does it where the entry stands so that it can be done, and notes it. Null where it does not. */
export async function decideOnEntry(
  store: Store,
  id: EntryId,
  act: EntryAct,
  deciding: Deciding,
): Promise<RegisterEntry | null> {
  let isDone = false;
  const entry = await store.register.change(id, (now) => {
    const next = decided(now, act, deciding);
    isDone = next !== null;
    return next;
  });
  if (!isDone || entry === null) return null;
  await noteChange(store, entry, deciding);
  // A proposal has the id of its answer, which may wait for the same word.
  const { admin, now } = deciding;
  if (act.act === 'accept') await acceptAnswer(store, answerId(id), admin, now);
  if (act.act === 'refuse') await refuseAnswer(store, answerId(id), admin, now, act.reason);
  return entry;
}

function decided(entry: RegisterEntry, act: EntryAct, { admin, now, zone }: Deciding): RegisterEntry | null {
  const { state } = entry;
  switch (act.act) {
    case 'accept':
      return state === 'proposed' || state === 'accepted' ? accepted(entry, admin, now) : null;
    case 'refuse':
      return state === 'proposed' ? refused(entry, admin, now, act.reason) : null;
    case 'extend':
      return state === 'accepted' ? extended(entry, now, zone) : null;
    case 'end':
      return state === 'accepted' ? ended(entry, admin, now) : null;
  }
}

/** A year more than now, or than its last day where that is to come; null where it has no end. */
function extended(entry: RegisterEntry, now: UtcMs, zone: string): RegisterEntry | null {
  if (entry.until === null) return null;
  const from = Math.max(now, startOfDay(entry.until, zone) ?? now);
  return { ...entry, until: isoDate(after(from, A_YEAR, zone), zone), standing: null, checkedAt: null };
}

/** A public link of the latest run that is not in the register, by the key of its share. */
export function unregisteredShare(result: RunResult | null, key: string): ResultShare | null {
  return result?.shares.find((share) => share.registered === false && shareKey(keyed(share)) === key) ?? null;
}

/** The key by which a page names a share. */
export function keyOfShare(share: ResultShare): string {
  return shareKey(keyed(share));
}

function keyed({ type, id }: ResultShare): Parameters<typeof shareKey>[0] {
  return { type, id: id as Parameters<typeof shareKey>[0]['id'] };
}

/** Enters a public link that a member's list holds. False where the list, or the link's token, is not known any more. */
export async function enterShare(
  store: Store,
  share: ResultShare,
  words: Pick<RegisterEntry, 'purpose' | 'licence' | 'until'>,
  deciding: Deciding,
): Promise<boolean> {
  for (const person of new Set([share.owner, share.sharedBy])) {
    const stored = await store.snapshots.shares(memberId(person));
    const known = stored?.find(
      (one) => one.id === share.id && one.type === share.type && one.tokenHash !== null,
    );
    if (known === undefined) continue;
    const { admin, now } = deciding;
    const entry = newEntry({
      ...{ id: newEntryId(), origin: 'added', createdAt: now, decidedBy: admin, decidedAt: now },
      ...{ ...words, tokenHash: known.tokenHash, target: targetOf(known), seenAt: now },
    });
    await store.register.add(entry);
    await noteChange(store, entry, deciding);
    return true;
  }
  return false;
}

async function noteChange(store: Store, entry: RegisterEntry, { admin, now }: Deciding): Promise<void> {
  await store.portal.journal.note({
    at: now,
    member: entry.proposedBy ?? entry.target?.owner ?? null,
    event: 'register-changed',
    params: {},
    actor: { role: 'admin', member: admin },
  });
}
