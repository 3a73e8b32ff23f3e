import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { hasEnd, type Share } from '../../model/share.ts';
import { before, isoUtc, monthsBetween } from '../../model/time.ts';
import { DurationText } from '../../model/units.ts';
import { ofShare, wasMadeBefore } from './links.ts';

/** Named people outside who have had access for long, without an end. */
export const outsideForgotten = defineMemberCheck({
  id: 'outside-forgotten',
  area: 'sharing',
  severity: 'medium',
  audience: 'member',
  traits: { action: 'stop', thanks: 'closed' },
  scope: 'member',
  needs: ['shares'],
  readsOfShares: ['createdAt', 'expires'],
  judgesShares: isNamedOutside,
  options: z.object({ olderThan: DurationText.prefault('12 months') }),
  optionHelp: { olderThan: 'made longer ago than this' },
  problem:
    'A mail share or a federated share without an end date was made more than `olderThan` ago. A file request names nobody who sees anything: it is judged as a link.',
  example: { recipient: 'client@exemple.example', createdAt: '2025-08-03T10:00:00.000Z', months: 15 },
  judge({ shares }, { olderThan }, { now, zone }) {
    const limit = before(now, olderThan, zone);
    return shares.filter(isNamedOutside).flatMap((share): Draft[] => {
      const { type, recipient, createdAt } = share;
      if (createdAt === null || hasEnd(share) || !wasMadeBefore(share, limit)) return [];
      const months = monthsBetween(createdAt, now, zone);
      const actual = { recipient, createdAt: isoUtc(createdAt), months };
      return [{ subject: ofShare(share), actual, shareType: type }];
    });
  },
});

function isNamedOutside({ type, fileRequest }: Share): boolean {
  return type === 'federated' || (type === 'mail' && !fileRequest);
}
