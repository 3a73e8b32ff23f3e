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
  /** `reason` is one English sentence. */
  | { readonly known: 'none'; readonly reason: string };

/** Marks of Nextcloud in the place of a number of bytes. */
const NOT_COMPUTED = -1;
const NOT_KNOWN = -2;
const UNLIMITED = -3;

/** Quota and use as the record tells them: what the server marks as unknown, or gives beyond all counting, is unknown. */
export function storageOf({ quota: given }: Pick<AccountRecord, 'quota'>): AccountStorage {
  if (given == null) return unknownStorage('The server gave no quota that can be read.');
  if (Array.isArray(given)) return unknownStorage('The server could not tell the quota.');
  // Neither what is left nor the whole is known: then the server looked at no storage, and says 0 used all the same.
  const isBlind = [given.free, given.total].every((value) => isUnknownMark(numberOf(value)));
  if (isBlind) return unknownStorage('The server could not look at the storage of the account.');
  const used = numberOf(given.used);
  // An account that was never used has no storage yet (Nextcloud 24): its 0 is no quota.
  const isNew = numberOf(given.quota) === 0 && given.total === undefined;
  const quota = isNew ? quotaOf(NOT_COMPUTED) : quotaOf(given.quota);
  return { quota, used: used !== null && isBytes(used) ? used : null };
}

function unknownStorage(reason: string): AccountStorage {
  return { quota: { known: 'none', reason }, used: null };
}

function quotaOf(given: unknown): AccountQuota {
  if (given === 'none') return { known: 'unlimited' };
  const bytes = numberOf(given);
  if (bytes === UNLIMITED) return { known: 'unlimited' };
  if (bytes !== null && isBytes(bytes)) return { known: 'bytes', bytes };
  return { known: 'none', reason: unknownBecause(bytes) };
}

function unknownBecause(bytes: number | null): string {
  if (bytes === NOT_COMPUTED) return 'The server has not computed the quota yet.';
  if (bytes === NOT_KNOWN) return 'The server does not know the quota.';
  if (bytes !== null && bytes > 0) return 'The quota is larger than can be counted.';
  return 'The server gave no quota that can be read.';
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
