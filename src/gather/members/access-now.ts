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
  return (await portal.people.hasDeclined(id)) ? afterNo(member, access) : accessOf(member, access);
}

/** The same of many at once: three questions to the store, however many they are. */
export async function accessesNow(
  members: readonly Account[],
  { access, store: { portal } }: Pick<GatherSetting, 'access' | 'store'>,
): Promise<(member: Account) => Access> {
  const left = new Set(await portal.withdrawals.leftAmong(members.map(({ id }) => id)));
  const people = await portal.people.list();
  const declined = new Set(people.flatMap((one) => (one.declinedAt === null ? [] : [one.member])));
  return (member) => {
    if (left.has(member.id)) return accessOf(member, declinedBy(member, access));
    return declined.has(member.id) ? afterNo(member, access) : accessOf(member, access);
  };
}

function afterNo(member: Account, access: AccessRules): Access {
  // A key of their own, given by another way than the portal, is a yes to that way alone.
  const isGiven = access.credentialOf(member.id) !== null;
  return accessOf(member, isGiven ? { ...access, registration: null } : declinedBy(member, access));
}

function declinedBy({ id }: Account, access: AccessRules): AccessRules {
  return { ...access, declined: [...access.declined, id] };
}
