import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { hasEnd } from '../../model/share.ts';
import { isoOrNull } from '../../model/time.ts';
import { links, onLink } from './links.ts';

/** Public links with a password but no end. */
export const linkWithoutExpiry = defineMemberCheck({
  id: 'link-without-expiry',
  area: 'sharing',
  severity: 'medium',
  audience: 'member',
  scope: 'member',
  needs: ['shares'],
  readsOfShares: ['password'],
  options: z.object({}),
  optionHelp: {},
  problem: 'A public link with password, without expiry.',
  example: { createdAt: '2025-09-12T08:30:00.000Z', isFolder: true },
  texts: {
    fr: {
      title: 'Liens sans date de fin',
      finding: 'Ce lien a un mot de passe, mais pas de date de fin.',
      remedy: 'Fixez une date de fin, dans 30 à 90 jours.',
      why: 'Un mot de passe finit par circuler ; une date ferme le lien toute seule.',
    },
    en: {
      title: 'Links without an end date',
      finding: 'This link has a password but no end date.',
      remedy: 'Set an end date, in 30 to 90 days.',
      why: 'A password gets around in the end; a date closes the link by itself.',
    },
  },
  judge({ shares }) {
    return links(shares)
      .filter((link) => link.hasPassword && !hasEnd(link))
      .map((link) => onLink(link, { createdAt: isoOrNull(link.createdAt), isFolder: link.isFolder }));
  },
});
