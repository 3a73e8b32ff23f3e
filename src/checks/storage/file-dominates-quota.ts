import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { Percent } from '../../model/units.ts';

/** Single files that take much of the quota. */
export const fileDominatesQuota = defineMemberCheck({
  id: 'file-dominates-quota',
  area: 'storage',
  severity: 'medium',
  audience: 'member',
  traits: { action: 'tidy' },
  scope: 'member',
  needs: ['tree', 'quota'],
  options: z.object({ share: Percent.prefault('25 %') }),
  optionHelp: { share: 'part of the quota that one file may take' },
  problem: 'One file takes more than `share` of the quota.',
  example: { sizeBytes: 671088640, quotaPercent: 31.25 },
  watch({ quota }, { share }) {
    const found: Draft[] = [];
    return {
      see(entry) {
        // Nothing is a part of a quota of 0.
        if (quota.bytes === 0 || entry.isFolder || 100 * entry.size <= share * quota.bytes) return;
        const quotaPercent = (100 * entry.size) / quota.bytes;
        found.push({
          subject: { kind: 'file', id: entry.fileId, path: entry.path },
          actual: { sizeBytes: entry.size, quotaPercent },
          bytes: entry.size,
        });
      },
      conclude: () => found,
    };
  },
});
