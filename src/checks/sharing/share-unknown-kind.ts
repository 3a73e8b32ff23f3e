import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { ofShare } from './links.ts';

/** Shares with a type or an attribute never seen before. */
export const shareUnknownKind = defineMemberCheck({
  id: 'share-unknown-kind',
  area: 'sharing',
  severity: 'low',
  audience: 'admin',
  traits: { unknownKinds: true },
  scope: 'member',
  needs: ['shares'],
  options: z.object({}),
  optionHelp: {},
  problem:
    'Unknown kind of share: its type, a permission or an attribute is none that this version knows. Until it is known it counts as open to the outside.',
  example: { traits: 'type 15' },
  texts: {
    fr: {
      title: 'Genres de partage inconnus',
      finding:
        'Genre de partage inconnu ({traits}) : il compte comme ouvert vers l’extérieur tant que l’on ne sait pas.',
      remedy:
        'Voyez dans Nextcloud ce que ce partage ouvre ; une version plus récente de menage le connaît peut-être.',
      why: 'Ce que l’on ne sait pas lire n’est pas fermé pour autant.',
    },
    en: {
      title: 'Unknown kinds of share',
      finding: 'Unknown kind of share ({traits}): it counts as open to the outside until it is known.',
      remedy: 'See in Nextcloud what this share opens; a later version of menage may know it.',
      why: 'What cannot be read is not therefore closed.',
    },
  },
  judge({ shares }) {
    return shares
      .filter(({ unknownTraits }) => unknownTraits.length > 0)
      .map((share) => ({
        subject: ofShare(share),
        actual: { traits: share.unknownTraits.join(', ') },
        shareType: share.type,
      }));
  },
});
