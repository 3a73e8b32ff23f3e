import { DateTime } from 'luxon';
import type { UtcMs } from '../../model/units.ts';

/** The period of a run, in the organisation's zone: `2026-11`, `2026-W48` or `2026-Q4`. No two mails of one have the same key. */
export function periodOf(moment: UtcMs, every: 'week' | 'month' | 'quarter', zone: string): string {
  const time = DateTime.fromMillis(moment, { zone });
  if (every === 'week') return time.toFormat("kkkk-'W'WW");
  if (every === 'quarter') return time.toFormat("yyyy-'Q'q");
  return time.toFormat('yyyy-MM');
}

/** When the period of a moment ends, and the next one begins. */
export function periodEnd(moment: UtcMs, every: 'week' | 'month' | 'quarter', zone: string): UtcMs {
  return DateTime.fromMillis(moment, { zone })
    .startOf(every)
    .plus({ [every]: 1 })
    .toMillis();
}

/** The folder of a run's report below `output.directory`: the month it began, `YYYY-MM`. */
export function monthOf(moment: UtcMs, zone: string): string {
  return DateTime.fromMillis(moment, { zone }).toFormat('yyyy-MM');
}
