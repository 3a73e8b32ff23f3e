import { z } from 'zod';
import { defineServerCheck } from '../../judge/define.ts';

/** Link expiry is not enforced, or is enforced at more than `maxDays` days, which is less serious. */
export const policyLinkExpiry = defineServerCheck({
  id: 'policy-link-expiry',
  area: 'policy',
  severity: 'high',
  audience: 'admin',
  traits: { settings: { expiry: 'always' } },
  scope: 'server',
  needs: ['policy'],
  limits: ({ maxDays }) => ({ linkDays: maxDays }),
  options: z.object({ maxDays: z.number().int().min(1).default(90) }),
  optionHelp: { maxDays: 'the longest life of a link that is fine' },
  problem: 'Link expiry is not enforced, or is enforced at more than `maxDays` days (then severity medium).',
  example: { enforced: true, linkDays: 180 },
  unknown: ({ policy }) => (policy.linkExpiryEnforced === null ? policy.unknownBecause : null),
  judge({ policy }, { maxDays }) {
    const { linkExpiryEnforced: enforced, linkExpiryDays: days } = policy;
    if (enforced && days !== null && days <= maxDays) return [];
    return [
      {
        subject: { kind: 'server', id: 'server', path: null },
        actual: { enforced, linkDays: days ?? 0 },
        ...(enforced && { severity: 'medium' as const }),
      },
    ];
  },
});
