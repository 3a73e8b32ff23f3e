import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { hasEnd, lacksPassword } from '../../model/share.ts';
import { isoOrNull } from '../../model/time.ts';
import { links, onLink } from './links.ts';

/** Public links that nothing protects and nothing ends. */
export const linkOpenForever = defineMemberCheck({
  id: 'link-open-forever',
  area: 'sharing',
  severity: 'high',
  audience: 'member',
  scope: 'member',
  readsOfShares: ['password', 'expires'],
  needs: ['shares'],
  options: z.object({}),
  optionHelp: {},
  problem: 'A public link without password and without expiry.',
  example: { createdAt: '2025-09-12T08:30:00.000Z', isFolder: true },
  texts: {
    fr: {
      title: 'Liens ouverts sans fin',
      finding: 'Toute personne qui a le lien peut l’ouvrir, sans mot de passe ni date de fin.',
      remedy: 'Ajoutez un mot de passe et une date de fin, ou fermez le lien s’il ne sert plus.',
      why: 'Un lien sans fin reste ouvert longtemps après qu’on l’a oublié.',
    },
    en: {
      title: 'Open links without end',
      finding: 'Anyone who has the link can open it, without a password or an end date.',
      remedy: 'Add a password and an end date, or close the link if it is no longer needed.',
      why: 'A link without end stays open long after it was forgotten.',
    },
  },
  judge({ shares }) {
    return links(shares)
      .filter((link) => lacksPassword(link) && !hasEnd(link))
      .map((link) => onLink(link, { createdAt: isoOrNull(link.createdAt), isFolder: link.isFolder }));
  },
});
