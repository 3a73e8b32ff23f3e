import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { before, isoOrNull } from '../../model/time.ts';
import { DurationText } from '../../model/units.ts';
import { isWithoutPurpose, links, onLink, wasMadeBefore } from './links.ts';

/** Old public links that nothing says the purpose of. */
export const linkWithoutPurpose = defineMemberCheck({
  id: 'link-without-purpose',
  area: 'sharing',
  severity: 'low',
  audience: 'member',
  traits: { action: 'close' },
  scope: 'member',
  needs: ['shares'],
  readsOfShares: ['createdAt'],
  options: z.object({ olderThan: DurationText.prefault('90 days') }),
  optionHelp: { olderThan: 'made longer ago than this' },
  problem: 'A public link without label and without note was made more than `olderThan` ago.',
  example: { createdAt: '2025-09-12T08:30:00.000Z', isFolder: true },
  judge({ shares }, { olderThan }, { now, zone }) {
    const limit = before(now, olderThan, zone);
    return links(shares)
      .filter((link) => isWithoutPurpose(link) && wasMadeBefore(link, limit))
      .map((link) => onLink(link, { createdAt: isoOrNull(link.createdAt), isFolder: link.isFolder }));
  },
});
