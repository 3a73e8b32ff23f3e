import type { Member } from '../../model/member.ts';
import type { GatherSetting } from '../setting.ts';
import { type Access, accessOf } from './access.ts';

/** As `accessOf`; who took access back, be it during this run, is as one who declined: their key may still be there. */
export async function accessNow(
  member: Member,
  { access, store }: Pick<GatherSetting, 'access' | 'store'>,
): Promise<Access> {
  if (!(await store.portal.withdrawals.hasLeft(member.id))) return accessOf(member, access);
  return accessOf(member, { ...access, declined: [...access.declined, member.id] });
}
