import type { Inventory } from '../../gather/inventory/inventory.ts';
import type { ReadMember } from '../../gather/members/member-as-read.ts';
import type { MemberId } from '../../model/ids.ts';
import type { ResultGroup } from '../../model/result.ts';

/**
 * The groups of the server, by id, each with how many enabled accounts in it are not of this audit.
 * @returns null where accounts may be missing: then no such number is known.
 */
export function groupsOf(
  { accounts, groups, short }: Pick<Inventory, 'accounts' | 'groups' | 'short'>,
  members: readonly ReadMember[],
): readonly ResultGroup[] | null {
  if (short !== null) return null;
  const audited = new Set(members.map(({ member }) => member.id));
  const isOther = (id: MemberId) => !audited.has(id) && accounts.get(id)?.enabled === true;
  return [...groups]
    .map(([id, of]) => ({ id, others: [...of].filter(isOther).length }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
