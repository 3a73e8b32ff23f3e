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
  scope: 'member',
  needs: ['tree', 'quota'],
  options: z.object({ share: Percent.prefault('25 %') }),
  optionHelp: { share: 'part of the quota that one file may take' },
  problem: 'One file takes more than `share` of the quota.',
  example: { sizeBytes: 671088640, quotaPercent: 31.25 },
  texts: {
    fr: {
      title: 'Fichiers qui prennent toute la place',
      finding: 'Ce seul fichier prend {quotaPercent} de votre espace.',
      remedy: 'Gardez-le ailleurs (disque externe) s’il ne sert pas à plusieurs.',
      why: 'Un fichier aussi gros décide à lui seul si votre espace est plein.',
    },
    en: {
      title: 'Files that take the whole space',
      finding: 'This one file takes {quotaPercent} of your space.',
      remedy: 'Keep it elsewhere (an external disk) unless several people need it.',
      why: 'A file of this size alone decides whether your space is full.',
    },
  },
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
