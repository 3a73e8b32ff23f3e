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
