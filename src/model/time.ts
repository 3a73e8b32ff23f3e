import { DateTime } from 'luxon';
import type { Duration, UtcMs } from './units.ts';

/** The moment `duration` before `moment`, by the calendar of `zone` (an IANA name). */
export function before(moment: UtcMs, duration: Duration, zone: string): UtcMs {
  return DateTime.fromMillis(moment, { zone })
    .minus({ [duration.unit]: duration.amount })
    .toMillis();
}

/** The moment `duration` after `moment`, by the calendar of `zone`. */
export function after(moment: UtcMs, duration: Duration, zone: string): UtcMs {
  return DateTime.fromMillis(moment, { zone })
    .plus({ [duration.unit]: duration.amount })
    .toMillis();
}

/** Whole calendar months between two moments in `zone`, rounded down. */
export function monthsBetween(earlier: UtcMs, later: UtcMs, zone: string): number {
  const from = DateTime.fromMillis(earlier, { zone });
  return Math.floor(DateTime.fromMillis(later, { zone }).diff(from, 'months').months);
}

/** Months from the one of `earlier` to the one of `later` in `zone`, whatever the day: October to November is 1. */
export function monthsApart(earlier: UtcMs, later: UtcMs, zone: string): number {
  const month = (moment: UtcMs) => {
    const { year, month: number } = DateTime.fromMillis(moment, { zone });
    return 12 * year + number;
  };
  return month(later) - month(earlier);
}

/** The calendar day of a moment in `zone`, as `YYYY-MM-DD`. */
export function isoDate(moment: UtcMs, zone: string): string {
  return DateTime.fromMillis(moment, { zone }).toFormat('yyyy-MM-dd');
}

/** The first moment of the day `YYYY-MM-DD` in `zone`. `null` when it is no day. */
export function startOfDay(date: string, zone: string): UtcMs | null {
  const day = DateTime.fromFormat(date, 'yyyy-MM-dd', { zone });
  return day.isValid ? day.toMillis() : null;
}

/** ISO 8601 in UTC, the form of every moment in the result. */
export function isoUtc(moment: UtcMs): string {
  return new Date(moment).toISOString();
}

/** As `isoUtc`, of a moment that may be unknown. */
export function isoOrNull(moment: UtcMs | null): string | null {
  return moment === null ? null : isoUtc(moment);
}
