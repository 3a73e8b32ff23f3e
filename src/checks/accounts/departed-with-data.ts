import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { isPublicLink } from '../../model/share.ts';

/** People who left, and what they left behind. */
export const departedWithData = defineMemberCheck({
  id: 'departed-with-data',
  area: 'accounts',
  severity: 'high',
  audience: 'admin',
  scope: 'member',
  needs: ['usage', 'history'],
  judges: 'disabled',
  options: z.object({}),
  optionHelp: {},
  traits: { departed: true },
  problem:
    'The account is disabled and still holds bytes, or has shares that are known from earlier runs. Where its tree was read ' +
    '(`members.departed.read`), its largest folders are named; how it is shared now the server does not tell.',
  example: {
    usedBytes: 734003200,
    shares: 3,
    links: 1,
    isRead: true,
    largestFolders: ['/Archives', '/Photos'],
  },
  judge({ usage, history }, _options, { member }) {
    const usedBytes = usage.bytes;
    const shares = history.shares.length;
    if (usedBytes === 0 && shares === 0) return [];
    const links = history.shares.filter(isPublicLink).length;
    const isRead = usage.largestFolders !== undefined;
    const actual = { usedBytes, shares, links, isRead, largestFolders: usage.largestFolders ?? [] };
    return [{ subject: { kind: 'member', id: member.id, path: null }, actual }];
  },
});
