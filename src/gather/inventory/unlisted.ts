import type { GroupId, MemberId } from '../../model/ids.ts';
import type { Member } from '../../model/member.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import type { AccountList } from '../../nextcloud/ocs/accounts.ts';
import type { Absent, KnownPerson } from './absent.ts';
import type { InventoryQuestion } from './question.ts';

const NOT_KNOWN = because('account.untold');

/** What the lists lack; null where nothing is known to be missing. */
export function shortfallOf(
  { records, isShort, pastBound }: AccountList,
  { found, unknown }: Absent,
  emptied: readonly GroupId[],
): Reason | null {
  if (pastBound !== null) return because('accounts.cut', { cause: [pastBound] });
  if (records.length === 0) return because('accounts.empty');
  if (unknown.size > 0) return because('accounts.unknown', { accounts: unknown.size });
  if (found.length > 0) return because('accounts.missing', { accounts: found.length });
  if (isShort) return because('accounts.empty-page');
  return emptied.length === 0 ? null : because('groups.emptied', { groups: emptied.length });
}

/** Whether somebody of whom nothing was told now is counted among the members: by what was known before. */
export function mayBelong(
  id: MemberId,
  people: readonly KnownPerson[],
  question: InventoryQuestion,
): boolean {
  if (question.except.includes(id)) return false;
  const person = people.find((one) => one.id === id);
  if (person === undefined) return question.groups.length === 0;
  return person.groups === null || isOfGroups(person.groups, question);
}

/** A member of whom the server told nothing now, as an earlier run knew them. */
export function unreadMember(
  id: MemberId,
  people: readonly KnownPerson[],
  question: InventoryQuestion,
): Member {
  const person = people.find((one) => one.id === id);
  const row = question.directory?.get(id);
  return {
    id,
    enabled: true,
    groups: person?.groups ?? [],
    quota: { bytes: null, unlimited: null, source: 'none', reason: NOT_KNOWN },
    serverUsedBytes: null,
    name: person?.facts?.name ?? id,
    lastLogin: person?.facts?.lastLogin ?? null,
    lastLoginLack: NOT_KNOWN,
    mail: row?.mail ?? person?.facts?.mail ?? null,
    mailLack: null,
    language: person?.facts?.language ?? question.language,
    antenna: row?.antenna ?? person?.facts?.antenna ?? null,
  };
}

/** Whether these groups make a member: one of the configured ones, or any where none is. */
export function isOfGroups(of: readonly string[], { groups }: InventoryQuestion): boolean {
  return groups.length === 0 || groups.some((group) => of.includes(group));
}
