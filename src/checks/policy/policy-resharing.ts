import { z } from 'zod';
import { defineServerCheck } from '../../judge/define.ts';

/** Any one of: resharing is allowed, the default permissions are 31 (all), outgoing federation is on. */
export const policyResharing = defineServerCheck({
  id: 'policy-resharing',
  area: 'policy',
  severity: 'low',
  audience: 'admin',
  traits: { settings: { resharing: 'resharing', federation: 'federation' } },
  scope: 'server',
  needs: ['policy'],
  options: z.object({}),
  optionHelp: {},
  problem:
    'Any one of: resharing is allowed, the default permissions are 31 (all), outgoing federation is on.',
  example: { resharing: true, defaultPermissions: 31, federation: true },
  unknown: ({ policy }) =>
    policy.resharing === null && policy.federation === null ? policy.unknownBecause : null,
  judge({ policy }, _options) {
    if (!policy.resharing && policy.defaultPermissions !== 31 && !policy.federation) return [];
    return [
      {
        subject: { kind: 'server', id: 'server', path: null },
        actual: {
          resharing: policy.resharing,
          defaultPermissions: policy.defaultPermissions,
          federation: policy.federation,
        },
      },
    ];
  },
});
