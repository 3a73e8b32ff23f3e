import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { isImpossible, touchedAt } from '../../model/entry.ts';
import { before, isoUtc, monthsBetween } from '../../model/time.ts';
import { DurationText, Size } from '../../model/units.ts';

/** Big files that nobody has touched for long: the first thing to tidy. */
export const largeStaleFile = defineMemberCheck({
  id: 'large-stale-file',
  area: 'storage',
  severity: 'medium',
  audience: 'member',
  traits: { action: 'tidy', byAge: true },
  scope: 'member',
  needs: ['tree'],
  evidenceBounds: ({ minSize, olderThan }) => ({ uploadTimes: { in: 'tree', from: minSize, olderThan } }),
  options: z.object({
    minSize: Size.prefault('50 MB'),
    olderThan: DurationText.prefault('12 months'),
  }),
  optionHelp: {
    minSize: 'files of at least this size',
    olderThan: 'whose later date of modification and upload is longer ago than this',
  },
  problem:
    'A file of `minSize` or more whose later date of modification and upload is more than `olderThan` ago. One with an impossible date is not judged: what was found on it before is neither listed nor fixed.',
  example: { sizeBytes: 671088640, unchangedSinceAt: '2025-04-02T09:11:00.000Z', months: 19 },
  watch(_evidence, { minSize, olderThan }, { now, zone }) {
    const limit = before(now, olderThan, zone);
    const found: Draft[] = [];
    const undated: string[] = [];
    return {
      see(entry) {
        if (entry.isFolder || entry.size < minSize) return;
        const touched = touchedAt(entry);
        if (touched === null || isImpossible(entry, now)) undated.push(entry.fileId);
        if (touched === null || touched >= limit || isImpossible(entry, now)) return;
        found.push({
          subject: { kind: 'file', id: entry.fileId, path: entry.path },
          actual: {
            sizeBytes: entry.size,
            unchangedSinceAt: isoUtc(touched),
            months: monthsBetween(touched, now, zone),
          },
          bytes: entry.size,
        });
      },
      conclude: () => found,
      undecided: () => undated,
    };
  },
});
