import { after, isoDate } from '../time.ts';
import type { UtcMs } from '../units.ts';

/** Days until which a thing may be said to be useful, `YYYY-MM-DD`. */
export interface KeepDays {
  readonly months: readonly { readonly months: 3 | 6 | 12; readonly until: string }[];
  /** Ends of months, the next first; none later than in a year. */
  readonly ends: readonly string[];
}

const A_YEAR = { amount: 12, unit: 'months' } as const;

export function keepDays(now: UtcMs, zone: string): KeepDays {
  const monthsAhead = (amount: number) => isoDate(after(now, { amount, unit: 'months' }, zone), zone);
  const [year = 0, month = 0] = isoDate(now, zone).split('-').map(Number);
  const latest = monthsAhead(A_YEAR.amount);
  const ends = Array.from({ length: 13 }, (_, at) => isoDate(Date.UTC(year, month + at, 0), 'UTC'));
  const today = isoDate(now, zone);
  return {
    months: ([3, 6, 12] as const).map((months) => ({ months, until: monthsAhead(months) })),
    ends: ends.filter((day) => day > today && day <= latest),
  };
}

/** Whether a day may be chosen: after today, in a year at the latest. */
export function mayKeepUntil(day: string, now: UtcMs, zone: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) return false;
  return day > isoDate(now, zone) && day <= isoDate(after(now, A_YEAR, zone), zone);
}
