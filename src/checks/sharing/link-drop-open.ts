import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { lacksPassword } from '../../model/share.ts';
import { isoOrNull } from '../../model/time.ts';
import { isFileDrop, links, onLink } from './links.ts';

/** File drops that anybody may use. */
export const linkDropOpen = defineMemberCheck({
  id: 'link-drop-open',
  area: 'sharing',
  severity: 'medium',
  audience: 'member',
  traits: { describesAccess: true },
  scope: 'member',
  needs: ['shares'],
  readsOfShares: ['password'],
  options: z.object({}),
  optionHelp: {},
  problem: 'A file drop (create without read) without password.',
  example: { createdAt: '2025-09-12T08:30:00.000Z', isFolder: true },
  texts: {
    fr: {
      title: 'Boîtes de dépôt sans mot de passe',
      finding: 'Des personnes inconnues peuvent déposer des fichiers ; ils occupent votre espace.',
      remedy: 'Ajoutez un mot de passe, ou fermez la boîte de dépôt.',
      why: 'Un dépôt ouvert peut remplir votre espace en une nuit.',
    },
    en: {
      title: 'File drops without a password',
      finding: 'Unknown people can put files here; they take up your space.',
      remedy: 'Add a password, or close the file drop.',
      why: 'An open drop can fill your space in a night.',
    },
  },
  judge({ shares }) {
    return links(shares)
      .filter((link) => lacksPassword(link) && isFileDrop(link))
      .map((link) => onLink(link, { createdAt: isoOrNull(link.createdAt), isFolder: link.isFolder }));
  },
});
