import type { GatherSetting } from '../setting.ts';
import { type Access, type AccessRules, accessOf } from './access.ts';

type Account = Parameters<typeof accessOf>[0];

/**
 * As `accessOf`, by what the person did on the portal, be it during this run: who took access back is as one who declined,
 * for their key may still be there; who said no to the invitation is read by no registration.
 */
export async function accessNow(
  member: Account,
  { access, store: { portal } }: Pick<GatherSetting, 'access' | 'store'>,
): Promise<Access> {
  const { id } = member;
  if (await portal.withdrawals.hasLeft(id)) return accessOf(member, declinedBy(member, access));
  if (!(await portal.people.hasDeclined(id))) return accessOf(member, access);
  // A key of their own, given by another way than the portal, is a yes to that way alone.
  const isGiven = access.credentialOf(id) !== null;
  return accessOf(member, isGiven ? { ...access, registration: null } : declinedBy(member, access));
}

function declinedBy({ id }: Account, access: AccessRules): AccessRules {
  return { ...access, declined: [...access.declined, id] };
}
