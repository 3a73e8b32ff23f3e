import { z } from 'zod';
import { defineServerCheck } from '../../judge/define.ts';
import type { Policy } from '../../model/policy.ts';
import { hasEnd, isPublicLink, lacksPassword, lastDayOf, type Share } from '../../model/share.ts';
import { after, isoDate } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';

/** Links that break the present rule because they are older than it. */
export const linksOlderThanPolicy = defineServerCheck({
  id: 'links-older-than-policy',
  area: 'policy',
  severity: 'info',
  audience: 'admin',
  scope: 'server',
  needs: ['policy', 'shares'],
  readsOfShares: ['password', 'expires'],
  options: z.object({}),
  optionHelp: {},
  problem:
    'Public links that break the rules that the server enforces at present (password, expiry): they are older than the rule. One finding with their number.',
  example: { links: 4 },
  unknown: ({ policy }) =>
    policy.linkPasswordEnforced === null && policy.linkExpiryEnforced === null ? policy.unknownBecause : null,
  judge({ policy, shares }, _options, { now, zone }) {
    const links = shares.filter(
      (share) => isPublicLink(share) && breaksRule(share, policy, now, zone),
    ).length;
    return links === 0 ? [] : [{ subject: { kind: 'server', id: 'server', path: null }, actual: { links } }];
  },
});

function breaksRule(link: Share, policy: Policy, now: UtcMs, zone: string): boolean {
  if (policy.linkPasswordEnforced && lacksPassword(link)) return true;
  if (!policy.linkExpiryEnforced || policy.linkExpiryDays === null) return false;
  const lastDay = lastDayOf(link);
  if (lastDay === null) return !hasEnd(link);
  // The server counts from the day on which the date is set, so any link may reach this far today, however old it is.
  const furthest = after(now, { amount: policy.linkExpiryDays + 1, unit: 'days' }, zone);
  return lastDay > isoDate(furthest, zone);
}
