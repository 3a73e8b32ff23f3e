import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';

/** The quota that the server sets against the cooperative’s rule. */
export const quotaNotTheRule = defineMemberCheck({
  id: 'quota-not-the-rule',
  area: 'storage',
  severity: 'low',
  audience: 'admin',
  scope: 'member',
  needs: ['quota'],
  options: z.object({}),
  optionHelp: {},
  problem: "The server's quota differs from the cooperative's rule (`members.quota`), or there is none.",
  example: { unlimited: false, quotaBytes: 5368709120, ruleBytes: 2147483648 },
  judge({ quota }, _options, { member, quotaRule }) {
    const { bytes, unlimited, source } = quota;
    if (source === 'server' && bytes === quotaRule) return [];
    const actual = { unlimited, quotaBytes: bytes, ruleBytes: quotaRule };
    return [{ subject: { kind: 'member', id: member.id, path: null }, actual }];
  },
});
