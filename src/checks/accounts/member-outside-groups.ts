import { z } from 'zod';
import { defineServerCheck } from '../../judge/define.ts';
import { because } from '../../model/reasons/reason.ts';

/** Enabled accounts that belong to none of the cooperative’s groups. */
export const memberOutsideGroups = defineServerCheck({
  id: 'member-outside-groups',
  area: 'accounts',
  severity: 'low',
  audience: 'admin',
  scope: 'server',
  needs: ['accounts'],
  options: z.object({}),
  optionHelp: {},
  problem:
    'An enabled account is in none of the groups of `members.groups`. Accounts in `members.except` are not judged.',
  example: { groups: [] },
  blocked: (_options, { memberGroups }) => (memberGroups.length === 0 ? because('check.no-groups') : null),
  judge({ accounts }, _options, { memberGroups }) {
    const outside = accounts.filter(
      ({ enabled, groups }) => enabled && !groups.some((group) => memberGroups.includes(group)),
    );
    return outside.map(({ id, groups }) => ({
      subject: { kind: 'member', id, path: null },
      actual: { groups: [...groups] },
    }));
  },
});
