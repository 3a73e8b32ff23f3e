import { RequestError } from '../../model/errors.ts';
import { type GroupId, groupId, type MemberId, memberId } from '../../model/ids.ts';
import { type Account, languageOf, type Member, type Quota } from '../../model/member.ts';
import type { OddRecord } from '../../model/odd-record.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import { isMailAddress } from '../../model/text/mail-address.ts';
import type { Bytes, UtcMs } from '../../model/units.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import { type NameQuestions, nameQuestions } from '../../nextcloud/ocs/account-by-name.ts';
import { type AccountQuota, storageOf } from '../../nextcloud/ocs/account-storage.ts';
import { type AccountRecord, listAccounts, shownName } from '../../nextcloud/ocs/accounts.ts';
import { readCapabilities, type ServerCapabilities } from '../../nextcloud/ocs/capabilities.ts';
import { readShareCounts, type ShareCounts } from '../../nextcloud/ocs/share-counts.ts';
import { type Absent, askForAbsent, isWhole, type KnownPerson } from './absent.ts';
import { lastLoginOf } from './last-login.ts';
import { lostGroups } from './lost-groups.ts';
import type { InventoryQuestion } from './question.ts';
import { isOfGroups, mayBelong, shortfallOf, unreadMember } from './unlisted.ts';

/** What is known of people beside the server's list, and how the server may be asked about them. */
export interface AbsentQuestion {
  readonly people: readonly KnownPerson[];
  readonly questions: NameQuestions;
  /** Who has been without the groups since before this moment has left them. */
  readonly leftBefore: UtcMs;
}

export interface Inventory extends ServerCapabilities {
  /** Every account that the server told of, disabled ones too. Who is not in it is not thereby gone. */
  readonly accounts: ReadonlyMap<MemberId, Account>;
  /** The accounts to audit, disabled ones too, by id; also those that were not listed and not denied. */
  readonly members: readonly Member[];
  /** Those of the members of whom the server told nothing now, and why. */
  readonly notListed: ReadonlyMap<MemberId, Reason>;
  readonly groups: ReadonlyMap<GroupId, ReadonlySet<MemberId>>;
  /** Null where the server does not tell. */
  readonly shareCounts: ShareCounts | null;
  /** Accounts that could not be looked at: whether they are members is unknown. */
  readonly unknown: readonly MemberId[];
  /** Records of accounts that could not be read whole. */
  readonly odd: readonly OddRecord[];
  readonly absent: Pick<Absent, 'gone' | 'deniedNow' | 'missed'>;
  /** Why accounts or groups may be missing; null where nothing says so. */
  readonly short: Reason | null;
}

/**
 * Asks the server, as its administrator, who is there. To be called before the first request as a member, which would
 * change the last logins.
 * @param beside left out = nobody is missed.
 * @throws {RequestError} 'unauthorised' or 'forbidden' when the login is no administrator's.
 */
export async function takeInventory(
  session: Session,
  question: InventoryQuestion,
  beside: AbsentQuestion = { people: [], questions: nameQuestions(session), leftBefore: 0 },
): Promise<Inventory> {
  const capabilities = await readCapabilities(session);
  const list = await listAccounts(session);
  const people = beside.people.filter(({ id }) => !question.except.includes(id));
  const absent = await askForAbsent(list.records, people, beside.questions);
  const shareCounts = await shareCountsOrNull(session);
  const records = [...list.records.filter(isWhole), ...absent.found].sort((a, b) => (a.id < b.id ? -1 : 1));
  const once = equalGroupsOnce();
  const accounts = new Map<MemberId, Account>(
    records.map((record) => [memberId(record.id), once(accountOf(record))]),
  );
  const belongs = (groups: readonly string[]) => isOfGroups(groups, question);
  const lost = lostGroups({ people, accounts, belongs, leftBefore: beside.leftBefore });
  const notListed = new Map(
    [...absent.unknown, ...lost.members].filter(([id]) => mayBelong(id, people, question)),
  );
  const members = [
    ...records.filter((record) => isMember(record, question) && !notListed.has(memberId(record.id))),
  ].map((record) => once(memberOf(record, question)));
  // Of many thousand accounts each is in the memory once.
  for (const member of members) accounts.set(member.id, member);
  const unread = [...notListed.keys()].map((id) => unreadMember(id, people, question));
  return {
    ...capabilities,
    accounts,
    members: [...members, ...unread].sort((a, b) => (a.id < b.id ? -1 : 1)),
    notListed,
    groups: groupsOf(accounts.values()),
    shareCounts,
    unknown: [...absent.unknown.keys()],
    absent: { ...absent, missed: new Set([...absent.missed, ...lost.members.keys()]) },
    odd: list.odd,
    short: shortfallOf(list, absent, lost.groups),
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
    name: shownName(record),
    enabled: record.enabled ?? true,
    groups: (record.groups ?? []).map(groupId),
  };
}

/** Lets accounts of the same groups have one list: of many thousand it stands in the memory a few times. */
function equalGroupsOnce(): <T extends Account>(account: T) => T {
  const known = new Map<string, readonly GroupId[]>();
  return (account) => {
    const key = account.groups.join('\n');
    const groups = known.get(key) ?? account.groups;
    known.set(key, groups);
    return { ...account, groups };
  };
}

function isMember(record: AccountRecord, question: InventoryQuestion): boolean {
  return !question.except.includes(record.id) && isOfGroups(record.groups ?? [], question);
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
    ...addressIn(record, row?.mail ?? null),
    language: languageOf(record.language ?? '') ?? question.language,
    antenna: row?.antenna ?? question.antennas.find((antenna) => record.groups?.includes(antenna)) ?? null,
  };
}

/**
 * One bare address, as an envelope takes it (RFC 5321): no second one, no line end, no name. Else there is none, unless
 * the record does not tell.
 */
function addressIn({ email }: AccountRecord, inDirectory: string | null): Pick<Member, 'mail' | 'mailLack'> {
  if (inDirectory !== null) return { mail: inDirectory, mailLack: null };
  if (email === undefined) return { mail: null, mailLack: because('mail-address.unreadable') };
  return { mail: email !== null && isMailAddress(email) ? email : null, mailLack: null };
}

/** 0 = never; a date that is not there or cannot be one is not known. */
function lastLoginIn(
  { lastLogin }: AccountRecord,
  id: MemberId,
  { lastRequestAt, earlierLastLogin }: InventoryQuestion,
): Pick<Member, 'lastLogin' | 'lastLoginLack'> {
  const earlier = earlierLastLogin.get(id) ?? null;
  if (lastLogin === undefined) {
    return { lastLogin: earlier, lastLoginLack: because('last-login.unreadable') };
  }
  const server = lastLogin === 0 ? null : lastLogin;
  return { lastLogin: lastLoginOf(server, lastRequestAt.get(id) ?? null, earlier), lastLoginLack: null };
}

/** A quota of 0 is one; where the server sets none the rule holds; where it does not tell, nothing is known. */
function quotaOf(quota: AccountQuota, rule: Bytes): Quota {
  if (quota.known === 'none') return { bytes: null, unlimited: null, source: 'none', reason: quota.reason };
  if (quota.known === 'unlimited') return { bytes: rule, unlimited: true, source: 'rule' };
  return { bytes: quota.bytes, unlimited: false, source: 'server' };
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
