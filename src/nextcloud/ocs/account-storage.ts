import { because, type Reason } from '../../model/reasons/reason.ts';
import type { Bytes } from '../../model/units.ts';
import type { AccountRecord } from './accounts.ts';

/** The storage of an account, as far as the server tells it. */
export interface AccountStorage {
  readonly quota: AccountQuota;
  /** Null where the server could not reckon it. */
  readonly used: Bytes | null;
}

export type AccountQuota =
  | { readonly known: 'bytes'; readonly bytes: Bytes }
  | { readonly known: 'unlimited' }
  | { readonly known: 'none'; readonly reason: Reason };

/** Marks of Nextcloud in the place of a number of bytes. */
const NOT_COMPUTED = -1;
const NOT_KNOWN = -2;
const UNLIMITED = -3;

/** Quota and use as the record tells them: what the server marks as unknown, or gives beyond all counting, is unknown. */
export function storageOf({ quota: given }: Pick<AccountRecord, 'quota'>): AccountStorage {
  if (given == null) return unknownStorage(because('quota.unreadable'));
  if (Array.isArray(given)) return unknownStorage(because('quota.untold'));
  // Neither what is left nor the whole is known: then the server looked at no storage, and says 0 used all the same.
  const isBlind = [given.free, given.total].every((value) => isUnknownMark(numberOf(value)));
  if (isBlind) return unknownStorage(because('quota.blind'));
  const used = numberOf(given.used);
  // An account that was never used has no storage yet (Nextcloud 24): its 0 is no quota.
  const isNew = numberOf(given.quota) === 0 && given.total === undefined;
  const quota = isNew ? quotaOf(NOT_COMPUTED) : quotaOf(given.quota);
  return { quota, used: used !== null && isBytes(used) ? used : null };
}

function unknownStorage(reason: Reason): AccountStorage {
  return { quota: { known: 'none', reason }, used: null };
}

function quotaOf(given: unknown): AccountQuota {
  if (given === 'none') return { known: 'unlimited' };
  // ownCloud names the rule, and not what it is.
  if (given === 'default') return { known: 'none', reason: because('quota.default') };
  const bytes = numberOf(given);
  if (bytes === UNLIMITED) return { known: 'unlimited' };
  if (bytes !== null && isBytes(bytes)) return { known: 'bytes', bytes };
  return { known: 'none', reason: unknownBecause(bytes) };
}

function unknownBecause(bytes: number | null): Reason {
  if (bytes === NOT_COMPUTED) return because('quota.not-computed');
  if (bytes === NOT_KNOWN) return because('quota.unknown');
  if (bytes !== null && bytes > 0) return because('quota.too-large');
  return because('quota.unreadable');
}

function isUnknownMark(value: number | null): boolean {
  return value === NOT_COMPUTED || value === NOT_KNOWN;
}

function isBytes(value: number): boolean {
  return value >= 0 && Number.isSafeInteger(value);
}

/** Rounded: PHP may give a fraction. Null for what is no number. */
function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Math.round(value);
  return typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Math.round(Number(value)) : null;
}
