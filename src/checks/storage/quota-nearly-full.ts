import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { Percent } from '../../model/units.ts';

/** Own use against the quota that applies: the server’s, or the house rule. */
export const quotaNearlyFull = defineMemberCheck({
  id: 'quota-nearly-full',
  area: 'storage',
  severity: 'medium',
  audience: 'member',
  traits: { usage: 'level' },
  scope: 'member',
  needs: ['usage', 'quota'],
  limits: ({ medium, high, critical }) => ({
    fillingPercent: medium,
    nearlyFullPercent: Math.max(medium, Math.min(high, critical)),
  }),
  options: z.object({
    medium: Percent.prefault('80 %'),
    high: Percent.prefault('90 %'),
    critical: Percent.prefault('100 %'),
  }),
  optionHelp: {
    medium: 'severity medium from here',
    high: 'severity high from here',
    critical: 'severity critical from here',
  },
  problem:
    "The member's own files take `medium` of the quota or more; `high` and `critical` raise the severity.",
  example: { usedBytes: 1932735283, quotaBytes: 2147483648, usedPercent: 90 },
  judge({ usage, quota }, { medium, high, critical }, { member }) {
    const quotaBytes = quota.bytes;
    // A quota of 0 is no space that fills up: `quota-not-the-rule` names it to the admins.
    if (quotaBytes === 0) return [];
    const usedPercent = (100 * usage.bytes) / quotaBytes;
    if (usedPercent < medium) return [];
    return [
      {
        subject: { kind: 'member', id: member.id, path: null },
        actual: { usedBytes: usage.bytes, quotaBytes, usedPercent },
        severity: usedPercent >= critical ? 'critical' : usedPercent >= high ? 'high' : 'medium',
      },
    ];
  },
});
