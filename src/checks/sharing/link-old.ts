import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { before, isoUtc, monthsBetween } from '../../model/time.ts';
import { DurationText } from '../../model/units.ts';
import { links, onLink } from './links.ts';

/** Public links that were made long ago. */
export const linkOld = defineMemberCheck({
  id: 'link-old',
  area: 'sharing',
  severity: 'medium',
  audience: 'member',
  traits: { action: 'close', byAge: true, thanks: 'closed' },
  scope: 'member',
  needs: ['shares'],
  readsOfShares: ['createdAt'],
  options: z.object({ olderThan: DurationText.prefault('12 months') }),
  optionHelp: { olderThan: 'made longer ago than this' },
  problem: 'A public link was made more than `olderThan` ago.',
  example: { createdAt: '2025-08-03T10:00:00.000Z', months: 15 },
  judge({ shares }, { olderThan }, { now, zone }) {
    const limit = before(now, olderThan, zone);
    return links(shares).flatMap((link) => {
      const { createdAt } = link;
      if (createdAt === null || createdAt >= limit) return [];
      return [onLink(link, { createdAt: isoUtc(createdAt), months: monthsBetween(createdAt, now, zone) })];
    });
  },
});
