import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { lastDayOf } from '../../model/share.ts';
import { after, isoDate } from '../../model/time.ts';
import { links, onLink } from './links.ts';

/** Public links whose end is very far away. */
export const linkExpiresLate = defineMemberCheck({
  id: 'link-expires-late',
  area: 'sharing',
  severity: 'low',
  audience: 'member',
  traits: { action: 'end' },
  scope: 'member',
  needs: ['shares', 'policy'],
  readsOfShares: ['expires'],
  options: z.object({ maxDays: z.number().int().min(1).default(365) }),
  optionHelp: { maxDays: 'the furthest end, in days from now, where the server sets no rule' },
  problem:
    'The expiry of a public link is further away than the rule of the server or, where it has none, than `maxDays` days.',
  example: { expiresOn: '2028-06-30', maxDays: 365 },
  judge({ shares, policy }, { maxDays }, { now, zone }) {
    const days = policy.linkExpiryDays ?? maxDays;
    const latest = isoDate(after(now, { amount: days, unit: 'days' }, zone), zone);
    return links(shares)
      .map((link) => ({ link, lastDay: lastDayOf(link) }))
      .filter(({ lastDay }) => lastDay !== null && lastDay > latest)
      .map(({ link, lastDay }) => onLink(link, { expiresOn: lastDay, maxDays: days }));
  },
});
