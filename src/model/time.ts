import { DateTime } from 'luxon';
import type { Duration, UtcMs } from './units.ts';

/** The last day whose year has four digits, as the result writes moments. */
export const LATEST_MOMENT: UtcMs = Date.UTC(9999, 11, 31);

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

/** The calendar repeats itself after 400 years, which have so many days. */
const CYCLE_MS = 146_097 * 86_400_000;
/** The first and last moment that a `Date` can be (ECMA-262, 21.4.1.1). */
const FURTHEST: UtcMs = 8.64e15;

/** A year as one from 2000 to 2399 with the same days, and the milliseconds that lie between the two. */
export function yearsOf400(year: number): { readonly within: number; readonly offset: number } {
  const within = 2000 + (((year % 400) + 400) % 400);
  return { within, offset: ((year - within) / 400) * CYCLE_MS };
}

/** ISO 8601 in UTC, the form of every moment in the result; years beyond those of a `Date` have more than six digits. */
export function isoUtc(moment: UtcMs): string {
  if (Math.abs(moment) <= FURTHEST) return new Date(moment).toISOString();
  const cycles = Math.floor(moment / CYCLE_MS);
  const [year = '', rest = ''] = new Date(moment - cycles * CYCLE_MS).toISOString().split(/-(.*)/s);
  const full = Number(year) + 400 * cycles;
  return `${full < 0 ? '-' : '+'}${String(Math.abs(full)).padStart(6, '0')}-${rest}`;
}

/** As `isoUtc`, of a moment that may be unknown. */
export function isoOrNull(moment: UtcMs | null): string | null {
  return moment === null ? null : isoUtc(moment);
}
