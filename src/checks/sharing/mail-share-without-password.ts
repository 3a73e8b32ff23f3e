import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { lacksPassword } from '../../model/share.ts';
import { ofShare } from './links.ts';

/** Shares by mail that nothing protects. */
export const mailShareWithoutPassword = defineMemberCheck({
  id: 'mail-share-without-password',
  area: 'sharing',
  severity: 'medium',
  audience: 'member',
  traits: { action: 'password' },
  scope: 'member',
  needs: ['shares'],
  readsOfShares: ['password'],
  options: z.object({}),
  optionHelp: {},
  problem: 'A share by mail (type 4) without password. A file request is none: it is a file drop.',
  example: { recipient: 'client@exemple.example' },
  judge({ shares }) {
    return shares
      .filter((share) => share.type === 'mail' && !share.fileRequest && lacksPassword(share))
      .map((share) => ({ subject: ofShare(share), actual: { recipient: share.recipient } }));
  },
});
