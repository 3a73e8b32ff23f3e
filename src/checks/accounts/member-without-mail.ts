import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';

/** People that no mail can reach. */
export const memberWithoutMail = defineMemberCheck({
  id: 'member-without-mail',
  area: 'accounts',
  severity: 'low',
  audience: 'admin',
  scope: 'member',
  needs: ['mailAddress'],
  options: z.object({}),
  optionHelp: {},
  problem: 'The account has no mail address, on the server or in the directory.',
  example: {},
  judge({ mailAddress }, _options, { member }) {
    return mailAddress === null
      ? [{ subject: { kind: 'member', id: member.id, path: null }, actual: {} }]
      : [];
  },
});
