import { z } from 'zod';
import { defineServerCheck } from '../../judge/define.ts';

/** The server does not enforce passwords on links. */
export const policyLinkPassword = defineServerCheck({
  id: 'policy-link-password',
  area: 'policy',
  severity: 'high',
  audience: 'admin',
  traits: { settings: { password: 'always' } },
  scope: 'server',
  needs: ['policy'],
  options: z.object({}),
  optionHelp: {},
  problem: 'The server does not enforce passwords on links.',
  example: { enforced: false },
  unknown: ({ policy }) => (policy.linkPasswordEnforced === null ? policy.unknownBecause : null),
  judge({ policy }, _options) {
    if (policy.linkPasswordEnforced) return [];
    return [{ subject: { kind: 'server', id: 'server', path: null }, actual: { enforced: false } }];
  },
});
