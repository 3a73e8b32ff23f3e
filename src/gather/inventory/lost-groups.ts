import type { GroupId, MemberId } from '../../model/ids.ts';
import type { Account } from '../../model/member.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import type { UtcMs } from '../../model/units.ts';
import type { KnownPerson } from './absent.ts';

/** A group of fewer may empty itself by one person's leaving. */
const SMALLEST_GROUP = 2;
/** Minimum number of people (and more than this percentage of all) who leave at once only where a directory is away. */
const FEW = 3;
const SHARE = 10;
const REASON = because('account.without-groups');

export interface LostGroups {
  /** Members who may still be some: why nothing is concluded. */
  readonly members: ReadonlyMap<MemberId, Reason>;
  /** Groups that had members and have none at all now. */
  readonly groups: readonly GroupId[];
}

/**
 * Groups that lose all their members at once, or members who leave the configured groups in numbers, are more often a
 * directory that is away than a decision: they count until it has lasted.
 */
export function lostGroups(question: {
  readonly people: readonly KnownPerson[];
  readonly accounts: ReadonlyMap<MemberId, Account>;
  readonly belongs: (groups: readonly GroupId[]) => boolean;
  readonly leftBefore: UtcMs;
}): LostGroups {
  const { people, accounts, belongs, leftBefore } = question;
  const before = people.flatMap(({ id, groups, missedAt }) =>
    groups === null ? [] : [{ id, groups, isLasting: missedAt !== null && missedAt <= leftBefore }],
  );
  const emptied = emptiedGroups(before, accounts);
  const members = before.filter(({ groups }) => belongs(groups));
  const left = members.filter(({ id, isLasting }) => {
    const now = accounts.get(id);
    return now !== undefined && !belongs(now.groups) && !isLasting;
  });
  const isMany = left.length >= FEW && 100 * left.length > SHARE * members.length;
  const held = left.filter(({ groups }) => isMany || groups.some((group) => emptied.has(group)));
  return { members: new Map(held.map(({ id }) => [id, REASON])), groups: [...emptied] };
}

function emptiedGroups(
  before: readonly { readonly groups: readonly GroupId[]; readonly isLasting: boolean }[],
  accounts: ReadonlyMap<MemberId, Account>,
): ReadonlySet<GroupId> {
  const counts = new Map<GroupId, number>();
  for (const { groups, isLasting } of before) {
    if (isLasting) continue;
    for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  const now = new Set([...accounts.values()].flatMap(({ groups }) => groups));
  const emptied = [...counts].filter(([group, count]) => count >= SMALLEST_GROUP && !now.has(group));
  return new Set(emptied.map(([group]) => group));
}
