import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import type { UsagePoint } from '../../judge/evidence.ts';
import { after, isoDate } from '../../model/time.ts';
import { DurationText, durationMs } from '../../model/units.ts';

/** An older past says little about the pace of today. */
const MOST_RUNS = 12;

/** Runs of one afternoon, while somebody sets menage up, are no pace. */
const SHORTEST_SPAN_MS = 86_400_000;

/** When the space will be full if it goes on growing as it did. */
export const quotaFullSoon = defineMemberCheck({
  id: 'quota-full-soon',
  area: 'storage',
  severity: 'info',
  audience: 'member',
  traits: { usage: 'forecast' },
  scope: 'member',
  needs: ['usage', 'quota', 'history'],
  options: z.object({
    within: DurationText.prefault('60 days'),
    minRuns: z.number().int().min(2).default(3),
  }),
  optionHelp: { within: 'how far ahead it looks', minRuns: 'how many runs it takes to know a pace' },
  problem:
    'At the pace of the stored runs (`minRuns` or more, this one included) the space is full within `within`.',
  example: { fullOn: '2027-01-15', bytesPerMonthBytes: 125829120, runs: 4 },
  judge({ usage, quota, history }, { within, minRuns }, { member, now, zone }) {
    const points = [...history.usage, { at: now, bytes: usage.bytes }].slice(-MOST_RUNS);
    const pace = bytesPerMs(points);
    const left = quota.bytes - usage.bytes;
    const span = now - (points[0]?.at ?? now);
    if (points.length < minRuns || span < SHORTEST_SPAN_MS || pace <= 0 || left <= 0) return [];
    const fullAt = now + left / pace;
    if (fullAt > after(now, within, zone)) return [];
    const bytesPerMonthBytes = Math.round(pace * durationMs({ amount: 1, unit: 'months' }));
    const actual = { fullOn: isoDate(fullAt, zone), bytesPerMonthBytes, runs: points.length };
    return [{ subject: { kind: 'member', id: member.id, path: null }, actual }];
  },
});

/** The slope of the straight line that fits best (least squares). */
function bytesPerMs(points: readonly UsagePoint[]): number {
  const meanAt = points.reduce((sum, { at }) => sum + at, 0) / points.length;
  const meanBytes = points.reduce((sum, { bytes }) => sum + bytes, 0) / points.length;
  let above = 0;
  let below = 0;
  for (const { at, bytes } of points) {
    above += (at - meanAt) * (bytes - meanBytes);
    below += (at - meanAt) ** 2;
  }
  return below === 0 ? 0 : above / below;
}
