import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { isJudgedByContents } from '../../judge/unjudged-shares.ts';
import { shareKey } from '../../model/share.ts';
import { isoOrNull } from '../../model/time.ts';
import { ofShare } from './links.ts';

/** Links whose thing is there no more. */
export const linkTargetGone = defineMemberCheck({
  id: 'link-target-gone',
  area: 'sharing',
  severity: 'low',
  audience: 'member',
  traits: { action: 'close' },
  scope: 'member',
  needs: ['shares', 'tree'],
  readsOfShares: ['existence'],
  options: z.object({}),
  optionHelp: {},
  problem:
    'What a public link, a mail share or a share of an unknown kind opens is there no more: it is in no tree that was read whole, and the server answered 404 (not found) when it was asked for by its path.',
  example: { createdAt: '2025-09-12T08:30:00.000Z', isFolder: true },
  judge({ shares, tree }) {
    return shares
      .filter((share) => isJudgedByContents(share) && tree.gone.has(shareKey(share)))
      .map((share) => ({
        subject: ofShare(share),
        actual: { createdAt: isoOrNull(share.createdAt), isFolder: share.isFolder },
        shareType: share.type,
      }));
  },
});
