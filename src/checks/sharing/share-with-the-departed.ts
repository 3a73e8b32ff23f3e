import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { memberId } from '../../model/ids.ts';
import { ofShare } from './links.ts';

/** Shares with people who have no active account any more. */
export const shareWithTheDeparted = defineMemberCheck({
  id: 'share-with-the-departed',
  area: 'sharing',
  severity: 'low',
  audience: 'member',
  traits: { action: 'stop', personFact: 'recipient' },
  scope: 'member',
  needs: ['shares', 'accounts', 'gone'],
  options: z.object({}),
  optionHelp: {},
  problem:
    'The recipient of a user share is disabled; or the server’s account list does not show it and the server, asked by name, says that there is no such account.',
  example: { recipient: 'chloe', gone: false },
  judge({ shares, accounts, gone }) {
    return shares.flatMap((share): Draft[] => {
      if (share.type !== 'user' || share.recipient === null) return [];
      const id = memberId(share.recipient);
      const account = accounts.get(id);
      if (account === undefined ? !gone.has(id) : account.enabled) return [];
      return [
        { subject: ofShare(share), actual: { recipient: share.recipient, gone: account === undefined } },
      ];
    });
  },
});
