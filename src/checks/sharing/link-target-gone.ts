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
  scope: 'member',
  needs: ['shares', 'tree'],
  readsOfShares: ['existence'],
  options: z.object({}),
  optionHelp: {},
  problem:
    'What a public link, a mail share or a share of an unknown kind opens is there no more: it is in no tree that was read whole, and the server answered 404 (not found) when it was asked for by its path.',
  example: { createdAt: '2025-09-12T08:30:00.000Z', isFolder: true },
  texts: {
    fr: {
      title: 'Liens qui n’ouvrent plus rien',
      finding:
        '{isFolder, select, true {Le dossier que ce lien ouvrait n’est plus là} other {Le document que ce lien ouvrait n’est plus là}}.',
      remedy: 'Fermez le lien, ou remettez à sa place ce qu’il ouvrait.',
      why: 'Qui suit ce lien ne trouve rien ; si la chose revient, il sera de nouveau ouvert.',
    },
    en: {
      title: 'Links that open nothing any more',
      finding:
        '{isFolder, select, true {The folder that this link opened is no longer there} other {The document that this link opened is no longer there}}.',
      remedy: 'Close the link, or put back what it opened.',
      why: 'Whoever follows this link finds nothing; if the thing comes back, the link is open again.',
    },
  },
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
