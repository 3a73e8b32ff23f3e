import { z } from 'zod';
import { yearsOf400 } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import { detached } from '../http/detached-text.ts';

/** As in `Tue, 24 Nov 2026 07:05:09 GMT` (RFC 1123). */
const MOMENT = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
const TIME_AT = 'Tue, 24 Nov 2026 '.length;
/** Years of other lengths: who dates files in milliseconds or microseconds instead of seconds sends five to eight digits. */
const ANY_YEAR = /^[A-Z][a-z]{2}, (\d\d [A-Z][a-z]{2} -?\d{4,9}) (\d\d):(\d\d):(\d\d) GMT$/;
const DAY = /^(\d\d) ([A-Z][a-z]{2}) (-?\d{4,9})$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** More days than a hundred years have. */
const MOST_DAYS = 40_000;

/** Reads dates as they were sent, of any year; null for what is no date. Each day is reckoned once. */
export function dateReader(): (text: string) => UtcMs | null {
  const days = new Map<string, number | null>();
  return (text) => {
    const day = text.slice(0, TIME_AT);
    let start = days.get(day);
    if (start === undefined) {
      start = startOfDay(day.slice('Tue, '.length, -1));
      if (days.size < MOST_DAYS) days.set(detached(day), start);
    }
    if (start !== null && MOMENT.test(text)) {
      const time = timeOfDay(
        twoDigits(text, TIME_AT),
        twoDigits(text, TIME_AT + 3),
        twoDigits(text, TIME_AT + 6),
      );
      return time === null ? null : start + time;
    }
    return otherDate(text);
  };
}

function otherDate(text: string): UtcMs | null {
  const iso = z.iso.datetime({ offset: true }).safeParse(text);
  if (iso.success) return Date.parse(iso.data);
  const [, day = '', hours, minutes, seconds] = ANY_YEAR.exec(text) ?? [];
  const start = startOfDay(day);
  const time = timeOfDay(Number(hours), Number(minutes), Number(seconds));
  return start === null || time === null ? null : start + time;
}

/** Midnight UTC of `24 Nov 2026`. Not by `Date.parse`, which takes the year 0001 for 2001 and 31 February for 3 March. */
function startOfDay(text: string): UtcMs | null {
  const [, day, name = '', year] = DAY.exec(text) ?? [];
  const month = MONTHS.indexOf(name);
  if (month < 0) return null;
  const { within, offset } = yearsOf400(Number(year));
  const at = new Date(Date.UTC(within, month, Number(day)));
  return at.getUTCDate() === Number(day) ? at.getTime() + offset : null;
}

function timeOfDay(hours: number, minutes: number, seconds: number): number | null {
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return null;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** Only where the text was seen to have digits there. */
function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + (text.charCodeAt(at + 1) - 48);
}
