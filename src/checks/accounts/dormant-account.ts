import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import type { MemberSetting } from '../../judge/evidence.ts';
import { isPublicLink } from '../../model/share.ts';
import { before, isoUtc } from '../../model/time.ts';
import { type Duration, DurationText, Size, type UtcMs } from '../../model/units.ts';

const DAY_MS = 86_400_000;
/** In `days`: never logged in. */
const NEVER = -1;

/** Accounts that nobody opens any more. */
export const dormantAccount = defineMemberCheck({
  id: 'dormant-account',
  area: 'accounts',
  severity: 'medium',
  audience: 'admin',
  scope: 'member',
  needs: ['usage', 'knownShares', 'lastLogin'],
  options: z.object({ olderThan: DurationText.prefault('180 days'), minUse: Size.prefault('100 MB') }),
  optionHelp: {
    olderThan: 'no login for longer than this',
    minUse: 'use that makes a dormant account matter',
  },
  problem:
    'No login for `olderThan`, and more than `minUse` in use or any public link. The last login is taken before the first request with a member’s token.',
  example: { lastLoginAt: '2026-02-03T08:00:00.000Z', days: 293, usedBytes: 209715200, links: 1 },
  // Only of a dormant account with little in it may an unknown link change what is concluded.
  settled: ({ usage, knownShares, lastLogin }, { olderThan, minUse }, setting) =>
    !isDormant(lastLogin, setting, olderThan) || usage.bytes > minUse || knownShares.some(isPublicLink),
  judge({ usage, knownShares, lastLogin }, { olderThan, minUse }, setting) {
    const { member, now } = setting;
    if (!isDormant(lastLogin, setting, olderThan)) return [];
    const links = knownShares.filter(isPublicLink).length;
    if (usage.bytes <= minUse && links === 0) return [];
    const actual = {
      lastLoginAt: lastLogin === null ? null : isoUtc(lastLogin),
      days: lastLogin === null ? NEVER : Math.floor((now - lastLogin) / DAY_MS),
      usedBytes: usage.bytes,
      links,
    };
    return [{ subject: { kind: 'member', id: member.id, path: null }, actual }];
  },
});

function isDormant(lastLogin: UtcMs | null, { now, zone }: MemberSetting, olderThan: Duration): boolean {
  return lastLogin === null || lastLogin < before(now, olderThan, zone);
}
