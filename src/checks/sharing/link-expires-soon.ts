import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { lastDayOf } from '../../model/share.ts';
import { after, isoDate } from '../../model/time.ts';
import { DurationText } from '../../model/units.ts';
import { links, onLink } from './links.ts';

/** Public links that end within days. */
export const linkExpiresSoon = defineMemberCheck({
  id: 'link-expires-soon',
  area: 'sharing',
  severity: 'info',
  audience: 'member',
  scope: 'member',
  needs: ['shares'],
  readsOfShares: ['expires'],
  options: z.object({ within: DurationText.prefault('7 days') }),
  optionHelp: { within: 'how far ahead it looks' },
  problem: 'A public link expires within `within`.',
  example: { expiresOn: '2026-11-28' },
  judge({ shares }, { within }, { now, zone }) {
    const today = isoDate(now, zone);
    const last = isoDate(after(now, within, zone), zone);
    return links(shares)
      .map((link) => ({ link, lastDay: lastDayOf(link) }))
      .filter(({ lastDay }) => lastDay !== null && lastDay >= today && lastDay <= last)
      .map(({ link, lastDay }) => onLink(link, { expiresOn: lastDay }));
  },
});
