import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';

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
  problem: 'The account is disabled and still holds bytes, or has shares that are known from earlier runs.',
  example: { usedBytes: 734003200, shares: 3 },
  judge({ usage, history }, _options, { member }) {
    const usedBytes = usage.bytes;
    const shares = history.shares.length;
    if (usedBytes === 0 && shares === 0) return [];
    return [{ subject: { kind: 'member', id: member.id, path: null }, actual: { usedBytes, shares } }];
  },
});
