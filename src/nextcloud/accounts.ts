import { z } from 'zod';
import type { Session } from './exchange.ts';
import { askOcs } from './ocs.ts';

const Loose = z.union([z.number(), z.string()]).optional();
const Quota = z.union([z.array(z.unknown()), z.object({ used: Loose, quota: Loose })]).optional();

/** One record of `/cloud/users/details` (Nextcloud API notes, 4.2); an account that may not be read has only its id. */
const AccountRecord = z.object({
  id: z.string(),
  enabled: z.boolean().optional(),
  displayname: z.string().nullish(),
  'display-name': z.string().nullish(),
  email: z.string().nullish(),
  groups: z.array(z.string()).optional(),
  language: z.string().nullish(),
  /** Milliseconds, 0 = never; up to the last moment that a date can be. */
  lastLogin: z.number().max(8.64e15).optional(),
  quota: Quota,
});
export type AccountRecord = Readonly<z.infer<typeof AccountRecord>>;

// An empty list is [], also where an object is expected.
const Page = z.object({
  users: z.preprocess(
    (users) => (Array.isArray(users) && users.length === 0 ? {} : users),
    z.record(z.string(), AccountRecord),
  ),
});

const PAGE = 50;
const MAX_PAGES = 2_000;

/**
 * Every account of the server, page by page until one brings nobody new; an account that pages twice stands once.
 * @throws {RequestError} 'forbidden' when the login is no administrator.
 */
export async function listAccounts(session: Session): Promise<readonly AccountRecord[]> {
  const accounts = new Map<string, AccountRecord>();
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = { limit: PAGE, offset: page * PAGE };
    const { users } = await askOcs(session, '/cloud/users/details', query, Page);
    const records = Object.values(users);
    const before = accounts.size;
    for (const record of records) accounts.set(record.id, record);
    // A page without anybody new is the end, also where a server does not heed the offset.
    if (accounts.size === before) break;
  }
  return [...accounts.values()];
}

/** Bytes of a quota field; null where the server gives none or a negative mark (−1 … −3). */
export function quotaBytes(record: AccountRecord, field: 'used' | 'quota'): number | null {
  if (record.quota === undefined || Array.isArray(record.quota)) return null;
  const value = Number(record.quota[field]);
  return Number.isFinite(value) && value >= 0 && record.quota[field] !== '' ? Math.round(value) : null;
}
