import { RequestError } from '../errors.ts';
import { type GroupId, groupId, type MemberId, memberId } from '../model/ids.ts';
import { isMailAddress } from '../model/mail-address.ts';
import type { Account, Language, Member, Quota } from '../model/member.ts';
import type { OddRecord } from '../model/odd-record.ts';
import type { Bytes, UtcMs } from '../model/units.ts';
import { type AccountQuota, type AccountRecord, listAccounts, storageOf } from '../nextcloud/accounts.ts';
import { readCapabilities, type ServerCapabilities } from '../nextcloud/capabilities.ts';
import type { Session } from '../nextcloud/exchange.ts';
import { readShareCounts, type ShareCounts } from '../nextcloud/share-counts.ts';
import type { DirectoryRow } from './directory.ts';
import { lastLoginOf } from './last-login.ts';

/** What decides who is a member, and what is known of them beside the server. */
export interface InventoryQuestion {
  /** `members.groups`: a member is in one of them; empty = every account. */
  readonly groups: readonly string[];
  /** `members.except`: accounts that are neither listed nor judged. */
  readonly except: readonly string[];
  /** The house rule where the server sets no quota. */
  readonly quotaRule: Bytes;
  /** The organisation's language, for accounts that set none. */
  readonly language: Language;
  readonly directory: ReadonlyMap<MemberId, DirectoryRow> | null;
  /** Groups named in `referents`: the antennas. */
  readonly antennas: readonly string[];
  /** When we last sent a request as a member. */
  readonly lastRequestAt: ReadonlyMap<MemberId, UtcMs>;
  /** The last login that was stored earlier. */
  readonly earlierLastLogin: ReadonlyMap<MemberId, UtcMs | null>;
}

export interface Inventory extends ServerCapabilities {
  /** Every account of the server, disabled ones too. */
  readonly accounts: ReadonlyMap<MemberId, Account>;
  /** The accounts to audit, disabled ones too, by id. */
  readonly members: readonly Member[];
  readonly groups: ReadonlyMap<GroupId, ReadonlySet<MemberId>>;
  /** Null where the server does not tell. */
  readonly shareCounts: ShareCounts | null;
  /** Accounts of which the server gave nothing but the id: whether they are members is unknown. */
  readonly unknown: readonly MemberId[];
  /** Records of accounts that could not be read whole. */
  readonly odd: readonly OddRecord[];
}

/**
 * Asks the server, as its administrator, who is there. To be called before the first request as a member, which would
 * change the last logins.
 * @throws {RequestError} 'unauthorised' or 'forbidden' when the login is no administrator's.
 */
export async function takeInventory(session: Session, question: InventoryQuestion): Promise<Inventory> {
  const capabilities = await readCapabilities(session);
  const list = await listAccounts(session);
  const records = [...list.records].sort((a, b) => (a.id < b.id ? -1 : 1));
  const shareCounts = await shareCountsOrNull(session);
  const known = records.filter(({ enabled }) => enabled !== undefined);
  const accounts = new Map(records.map((record) => [memberId(record.id), accountOf(record)]));
  return {
    ...capabilities,
    accounts,
    members: known.filter((record) => isMember(record, question)).map((record) => memberOf(record, question)),
    groups: groupsOf(accounts.values()),
    shareCounts,
    unknown: records.filter(({ enabled }) => enabled === undefined).map(({ id }) => memberId(id)),
    odd: list.odd,
  };
}

/** The counts are a cross-check only: an account that may not read them can still audit. */
async function shareCountsOrNull(session: Session): Promise<ShareCounts | null> {
  try {
    return await readShareCounts(session);
  } catch (error) {
    if (error instanceof RequestError && error.failure !== 'stopped' && error.failure !== 'maintenance')
      return null;
    throw error;
  }
}

function accountOf(record: AccountRecord): Account {
  return {
    id: memberId(record.id),
    name: nameOf(record),
    enabled: record.enabled ?? true,
    groups: (record.groups ?? []).map(groupId),
  };
}

function isMember(record: AccountRecord, { groups, except }: InventoryQuestion): boolean {
  if (except.includes(record.id)) return false;
  return groups.length === 0 || groups.some((group) => record.groups?.includes(group));
}

function memberOf(record: AccountRecord, question: InventoryQuestion): Member {
  const account = accountOf(record);
  const row = question.directory?.get(account.id);
  const { quota, used } = storageOf(record);
  return {
    ...account,
    ...lastLoginIn(record, account.id, question),
    quota: quotaOf(quota, question.quotaRule),
    serverUsedBytes: used,
    mail: row?.mail ?? addressOrNull(record.email),
    language: languageOf(record, question.language),
    antenna: row?.antenna ?? question.antennas.find((antenna) => record.groups?.includes(antenna)) ?? null,
  };
}

/** One bare address, as an envelope takes it (RFC 5321): no second one, no line end, no name. Else there is none. */
function addressOrNull(email: AccountRecord['email']): string | null {
  return email != null && isMailAddress(email) ? email : null;
}

/** 0 = never; a date that is not there or cannot be one is not known. */
function lastLoginIn(
  { lastLogin }: AccountRecord,
  id: MemberId,
  { lastRequestAt, earlierLastLogin }: InventoryQuestion,
): Pick<Member, 'lastLogin' | 'lastLoginLack'> {
  const earlier = earlierLastLogin.get(id) ?? null;
  if (lastLogin === undefined) {
    return { lastLogin: earlier, lastLoginLack: 'The server gave no last login that can be read.' };
  }
  const server = lastLogin <= 0 ? null : lastLogin;
  return { lastLogin: lastLoginOf(server, lastRequestAt.get(id) ?? null, earlier), lastLoginLack: null };
}

/** A quota of 0 is one; where the server sets none the rule holds; where it does not tell, nothing is known. */
function quotaOf(quota: AccountQuota, rule: Bytes): Quota {
  if (quota.known === 'none') return { bytes: null, unlimited: null, source: 'none', reason: quota.reason };
  if (quota.known === 'unlimited') return { bytes: rule, unlimited: true, source: 'rule' };
  return { bytes: quota.bytes, unlimited: false, source: 'server' };
}

function nameOf(record: AccountRecord): string {
  return record.displayname || record['display-name'] || record.id;
}

/** French and English are spoken; who speaks another language gets English, who set none the organisation's. */
function languageOf({ language }: AccountRecord, fallback: Language): Language {
  if (!language) return fallback;
  return language.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

function groupsOf(accounts: Iterable<Account>): ReadonlyMap<GroupId, ReadonlySet<MemberId>> {
  const groups = new Map<GroupId, Set<MemberId>>();
  for (const { id, groups: of } of accounts) {
    for (const group of of) {
      const members = groups.get(group);
      if (members === undefined) groups.set(group, new Set([id]));
      else members.add(id);
    }
  }
  return groups;
}
