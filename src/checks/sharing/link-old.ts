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
  traits: { byAge: true, thanks: 'closed' },
  scope: 'member',
  needs: ['shares'],
  readsOfShares: ['createdAt'],
  options: z.object({ olderThan: DurationText.prefault('12 months') }),
  optionHelp: { olderThan: 'made longer ago than this' },
  problem: 'A public link was made more than `olderThan` ago.',
  example: { createdAt: '2025-08-03T10:00:00.000Z', months: 15 },
  texts: {
    fr: {
      title: 'Liens anciens',
      finding: 'Ce lien a {months, plural, one {# mois} other {# mois}}.',
      remedy: 'S’il ne sert plus, fermez-le.',
      why: 'La plupart des vieux liens ne servent plus à personne et restent ouverts.',
    },
    en: {
      title: 'Old links',
      finding: 'This link is {months, plural, one {# month} other {# months}} old.',
      remedy: 'If it is no longer needed, close it.',
      why: 'Most old links serve nobody any more and stay open.',
    },
  },
  judge({ shares }, { olderThan }, { now, zone }) {
    const limit = before(now, olderThan, zone);
    return links(shares).flatMap((link) => {
      const { createdAt } = link;
      if (createdAt === null || createdAt >= limit) return [];
      return [onLink(link, { createdAt: isoUtc(createdAt), months: monthsBetween(createdAt, now, zone) })];
    });
  },
});
