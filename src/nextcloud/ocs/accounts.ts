import { z } from 'zod';
import { RequestError, type RequestFailure } from '../../model/errors.ts';
import { type MemberId, memberId } from '../../model/ids.ts';
import type { OddRecord } from '../../model/odd-record.ts';
import { reasonOf, requestError } from '../../model/reasons/errors.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import { LATEST_MOMENT } from '../../model/time.ts';
import type { Session } from '../http/exchange.ts';
import { rowsIn } from '../http/limits.ts';
import { isOwnCloud } from '../http/owncloud.ts';
import { type AccountPages, ownCloudPages, readOwnCloudAccount } from './owncloud-accounts.ts';
import { askOcs } from './request.ts';
import { ListOfRows, listOf, ObjectOfRows, type RowList, type RowShape, readRows } from './rows.ts';

/** An earlier login was no login of a Nextcloud, perhaps a number of seconds. */
const EARLIEST_LOGIN = Date.UTC(1990, 0, 1);

const Loose = z.union([z.number(), z.string()]).nullish();
const Storage = z.union([
  z.array(z.never()),
  z.object({ free: Loose, used: Loose, total: Loose, quota: Loose }),
]);

/** As true and false are written by some of the servers and their apps. */
const Flag = z.union([
  z.boolean(),
  z.enum(['true', '1']).transform(() => true),
  z.enum(['false', '0']).transform(() => false),
]);
/** One record of `/cloud/users/details` (Nextcloud API notes, 4.2); an account that may not be read has only its id. */
const AccountRecord = z.object({
  id: z.string().min(1),
  enabled: Flag.optional(),
  displayname: z.string().nullish(),
  'display-name': z.string().nullish(),
  email: z.string().nullish(),
  groups: listOf(z.string()).optional(),
  language: z.string().nullish(),
  /** Milliseconds; 0 = never, less = not known. What lies beyond are microseconds. */
  lastLogin: z
    .number()
    .int()
    .max(LATEST_MOMENT)
    .refine((at) => at === 0 || at >= EARLIEST_LOGIN)
    .optional(),
  quota: Storage.nullish(),
});
export type AccountRecord = Readonly<z.infer<typeof AccountRecord>>;

/** How an account is called on the screen. */
export function shownName({ id, displayname, 'display-name': other }: AccountRecord): string {
  return displayname || other || id;
}

const SHAPE: RowShape<AccountRecord> = {
  what: 'account',
  id: 'id',
  schema: AccountRecord,
  optional: ['displayname', 'display-name', 'email', 'language', 'lastLogin', 'quota'],
};

/** A list of records instead of an object: each stands under the id that it says itself. */
const ListById = ListOfRows.transform(
  (rows): RowList =>
    rows.map(([place, record]) => [z.object({ id: z.string() }).safeParse(record).data?.id ?? place, record]),
);
const Page = z.object({ users: z.union([ListById, ObjectOfRows]) });

const PAGE = 50;
const MAX_PAGES = 2_000;
/** Number of pages in a row that bring nobody new and are the end: one alone may be a page that the server lost. */
const EMPTY_PAGES = 2;
const PAST_BOUND: readonly RequestFailure[] = ['bound', 'too-big'];

export interface AccountList {
  readonly records: readonly AccountRecord[];
  /** What could not be read of them, two records of one id among it. */
  readonly odd: readonly OddRecord[];
  /** Whether a page in the middle brought nothing, also when it was asked for again, or the list had no end. */
  readonly isShort: boolean;
  /** Which bound the list passed; what came before it is there. Null = none. */
  readonly pastBound: Reason | null;
}

type ReadPage = (offset: number) => Promise<{ readonly rows: number; readonly fresh: number }>;

/**
 * The accounts of the server, page by page; an account that pages twice stands once. No page says that it is the last: one
 * may be empty or repeat in the middle, and one that is shorter than asked is no end. Of a record that cannot be read
 * the id alone is taken.
 * @throws {RequestError} 'forbidden' when the login is no administrator.
 */
export async function listAccounts(session: Session): Promise<AccountList> {
  const accounts = new Map<string, AccountRecord>();
  const odd: OddRecord[] = [];
  let held = 0;
  const pages = isOwnCloud(session) ? ownCloudPages(session) : detailedPages(session);
  const readPage: ReadPage = async (offset) => {
    const users = await pages(PAGE, offset);
    const before = accounts.size;
    for (const one of users) {
      const { record, flaws } = accountOf(one);
      held += rowsIn(JSON.stringify([record, flaws]).length);
      if (held > session.limits.accounts) throw requestError('bound', because('accounts.bound'), 200);
      odd.push(...flaws);
      if (!accounts.has(record.id)) accounts.set(record.id, record);
    }
    return { rows: users.length, fresh: accounts.size - before };
  };
  const { isShort, pastBound } = await readPages(readPage);
  return { records: [...accounts.values()], odd: eachOnce(odd), isShort, pastBound };
}

function detailedPages(session: Session): AccountPages {
  return async (limit, offset) =>
    (await askOcs(session, '/cloud/users/details', { limit, offset }, Page)).users;
}

/** What is past a bound costs what comes after it: an account that is not listed is no account that is gone. */
async function readPages(readPage: ReadPage): Promise<Pick<AccountList, 'isShort' | 'pastBound'>> {
  const lost: number[] = [];
  let idle: number[] = [];
  try {
    for (let offset = 0, page = 0; page < MAX_PAGES && idle.length < EMPTY_PAGES; page++) {
      const { rows, fresh } = await readPage(offset);
      // Those after which more came were no end.
      if (fresh > 0) lost.push(...idle);
      idle = fresh > 0 ? [] : [...idle, offset];
      // After what came, not after what was asked for: a server that gives fewer must not be passed over.
      offset += fresh > 0 ? Math.min(rows, PAGE) : PAGE;
    }
    let isShort = idle.length < EMPTY_PAGES;
    for (const offset of lost) if ((await readPage(offset)).fresh === 0) isShort = true;
    return { isShort, pastBound: null };
  } catch (error) {
    if (!(error instanceof RequestError) || !PAST_BOUND.includes(error.failure)) throw error;
    return { isShort: true, pastBound: reasonOf(error) };
  }
}

/** Records stand under their ids: what cannot be read, or says another id, proves that the account of its key is there. */
function accountOf(one: readonly [key: string, record: unknown]): {
  readonly record: AccountRecord;
  readonly flaws: readonly OddRecord[];
} {
  const [key] = one;
  const { rows, odd } = readRows([one], SHAPE);
  const [record = { id: key }] = rows;
  if (record.id === key) return { record, flaws: odd };
  const fields = [`id (of the record of “${key}”)`];
  return { record: { id: key }, flaws: [{ what: 'account', name: record.id, fields, isLeftOut: true }] };
}

/** One account as the server gives it when asked by name; what cannot be read leaves the id alone. */
export async function readAccount(session: Session, id: string): Promise<AccountRecord> {
  const record = isOwnCloud(session)
    ? await readOwnCloudAccount(session, id)
    : await askOcs(session, `/cloud/users/${encodeURIComponent(id)}`, {}, z.unknown());
  return accountOf([id, record]).record;
}

/** Pages overlap: what is wrong with a record is said once. */
function eachOnce(odd: readonly OddRecord[]): readonly OddRecord[] {
  return [...new Map(odd.map((one) => [JSON.stringify(one), one])).values()];
}

/** Whose account a login opens. */
export interface OwnAccount {
  readonly id: MemberId;
  /** Null where the server did not give them. */
  readonly groups: readonly string[] | null;
}

const Own = z.object({ id: z.string().min(1), groups: listOf(z.string()).optional() });

/**
 * Asks whose account this session is of: the id, which the login name need not be (LDAP).
 * @throws {RequestError}
 */
export async function readOwnAccount(session: Session): Promise<OwnAccount> {
  const { id, groups = null } = await askOcs(session, '/cloud/user', {}, Own);
  return { id: memberId(id), groups };
}
