import type { MemberId } from '../../model/ids.ts';
import type { Member } from '../../model/member.ts';
import type { UtcMs } from '../../model/units.ts';
import type { MemberRow } from '../../store/store.ts';
import type { Start } from '../start.ts';

/** The last login stays what it was before our first request as this member. */
export function rowsOf(
  start: Start,
  members: readonly Member[],
  askedAt: ReadonlyMap<MemberId, UtcMs>,
): readonly MemberRow[] {
  const { notListed, accounts } = start.inventory;
  const earlier = new Map(start.earlier.map((row) => [row.id, row]));
  const here = members.filter(({ id }) => !notListed.has(id));
  const others = new Set(members.map(({ id }) => id));
  // Who left the groups for good: where an account is now, it is not missed from where it was.
  const left = start.earlier.flatMap((row) => {
    const account = accounts.get(row.id);
    const isStill = row.groups === null || others.has(row.id) || account === undefined;
    return isStill ? [] : [{ ...row, groups: account.groups }];
  });
  return [
    ...here.map((member) =>
      rowOf(member, askedAt.get(member.id) ?? earlier.get(member.id)?.lastRequestAt ?? null),
    ),
    ...left,
  ];
}

export function rowOf(
  { id, name, mail, language, antenna, lastLogin, groups }: Member,
  lastRequestAt: UtcMs | null,
): MemberRow {
  return { id, name, mail, language, antenna, lastLogin, lastRequestAt, groups };
}
