import type { Member } from '../../model/member.ts';
import type { UtcMs } from '../../model/units.ts';
import type { MemberRow } from '../../store/store.ts';
import type { Start } from '../start.ts';

/**
 * The last login stays what it was before our first request as this member.
 * @param stored the rows of now: they tell when a request was last sent as each.
 */
export function rowsOf(
  { inventory: { notListed, accounts } }: Pick<Start, 'inventory'>,
  members: readonly Member[],
  stored: readonly MemberRow[],
): readonly MemberRow[] {
  const rows = new Map(stored.map((row) => [row.id, row]));
  const here = members.filter(({ id }) => !notListed.has(id));
  const others = new Set(members.map(({ id }) => id));
  // Who left the groups for good: where an account is now, it is not missed from where it was.
  const left = stored.flatMap((row) => {
    const account = accounts.get(row.id);
    const isStill = row.groups === null || others.has(row.id) || account === undefined;
    return isStill ? [] : [{ ...row, groups: account.groups }];
  });
  return [...here.map((member) => rowOf(member, rows.get(member.id)?.lastRequestAt ?? null)), ...left];
}

export function rowOf(
  { id, name, mail, language, antenna, lastLogin, groups }: Member,
  lastRequestAt: UtcMs | null,
): MemberRow {
  return { id, name, mail, language, antenna, lastLogin, lastRequestAt, groups };
}
