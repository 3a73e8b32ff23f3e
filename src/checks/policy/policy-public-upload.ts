import { z } from 'zod';
import { defineServerCheck } from '../../judge/define.ts';

/** Public upload is allowed. */
export const policyPublicUpload = defineServerCheck({
  id: 'policy-public-upload',
  area: 'policy',
  severity: 'medium',
  audience: 'admin',
  traits: { settings: { upload: 'always' } },
  scope: 'server',
  needs: ['policy'],
  options: z.object({}),
  optionHelp: {},
  problem: 'Public upload is allowed.',
  example: { allowed: true },
  unknown: ({ policy }) => (policy.publicUpload === null ? policy.unknownBecause : null),
  judge({ policy }, _options) {
    if (!policy.publicUpload) return [];
    return [{ subject: { kind: 'server', id: 'server', path: null }, actual: { allowed: true } }];
  },
});
