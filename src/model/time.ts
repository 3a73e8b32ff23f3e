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
  const from = localDate(earlier, zone);
  const to = localDate(later, zone);
  // The 31st of a month is the last day of a shorter one.
  const day = Math.min(from.getUTCDate(), lengthOfMonth(to));
  // About the day itself the time decides, and what clocks were changed by: Apia once left out a whole day.
  if (earlier >= later || Math.abs(day - to.getUTCDate()) <= 1)
    return exactMonthsBetween(earlier, later, zone);
  return monthNumber(to) - monthNumber(from) - (to.getUTCDate() < day ? 1 : 0);
}

function lengthOfMonth(date: Date): number {
  const last = new Date(date);
  last.setUTCMonth(date.getUTCMonth() + 1, 0);
  return last.getUTCDate();
}

function exactMonthsBetween(earlier: UtcMs, later: UtcMs, zone: string): number {
  const from = DateTime.fromMillis(earlier, { zone });
  return Math.floor(DateTime.fromMillis(later, { zone }).diff(from, 'months').months);
}

/** Months from the one of `earlier` to the one of `later` in `zone`, whatever the day: October to November is 1. */
export function monthsApart(earlier: UtcMs, later: UtcMs, zone: string): number {
  return monthNumber(localDate(later, zone)) - monthNumber(localDate(earlier, zone));
}

function monthNumber(date: Date): number {
  return 12 * date.getUTCFullYear() + date.getUTCMonth();
}

/** The calendar day of a moment in `zone`, as `YYYY-MM-DD`. */
export function isoDate(moment: UtcMs, zone: string): string {
  const date = localDate(moment, zone);
  const year = date.getUTCFullYear();
  if (year >= 0 && year <= 9999) return date.toISOString().slice(0, 'YYYY-MM-DD'.length);
  return DateTime.fromMillis(moment, { zone }).toFormat('yyyy-MM-dd');
}

/** A moment moved by its offset, so that the UTC parts of the date are those that a clock in `zone` shows. */
function localDate(moment: UtcMs, zone: string): Date {
  return new Date(moment + offsetAt(moment, zone) * MS_PER_MINUTE);
}

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 24 * 60 * MS_PER_MINUTE;
/** Maximum number of cached days (27 years): dates that are sent to us decide which are asked for. */
const MOST_DAYS = 10_000;

/** For each zone the offset that holds all day, by the number of the UTC day; null on a day of a change. */
const offsets = new Map<string, Map<number, number | null>>();

/** The offset of `zone` from UTC, minutes. A calendar is asked at most twice a day: that costs more than a check of one thing. */
function offsetAt(moment: UtcMs, zone: string): number {
  let days = offsets.get(zone);
  if (days === undefined) {
    days = new Map();
    offsets.set(zone, days);
  }
  const day = Math.floor(moment / MS_PER_DAY);
  let offset = days.get(day);
  if (offset === undefined) {
    const first = exactOffset(day * MS_PER_DAY, zone);
    offset = first === exactOffset((day + 1) * MS_PER_DAY, zone) ? first : null;
    if (days.size >= MOST_DAYS) days.clear();
    days.set(day, offset);
  }
  return offset ?? exactOffset(moment, zone);
}

function exactOffset(moment: UtcMs, zone: string): number {
  return DateTime.fromMillis(moment, { zone }).offset;
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
