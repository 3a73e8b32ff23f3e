import { z } from 'zod';

/** A number of bytes; an integer ≥ 0 unless said otherwise. */
export type Bytes = number;
/** Milliseconds since 1970 in UTC. */
export type UtcMs = number;
/** Milliseconds of the monotonic clock, for durations and deadlines: a clock that is set meanwhile changes nothing. */
export type MonotonicMs = number;

const SIZE_UNITS = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 } as const;

/** A calendar span: months and years are calendar units, the rest are exact. */
export interface Duration {
  readonly amount: number;
  readonly unit: 'seconds' | 'minutes' | 'hours' | 'days' | 'weeks' | 'months' | 'years';
}

const DURATION_UNITS: ReadonlyMap<string, Duration['unit']> = new Map<string, Duration['unit']>([
  ['s', 'seconds'],
  ['second', 'seconds'],
  ['seconds', 'seconds'],
  ['min', 'minutes'],
  ['minute', 'minutes'],
  ['minutes', 'minutes'],
  ['h', 'hours'],
  ['hour', 'hours'],
  ['hours', 'hours'],
  ['d', 'days'],
  ['day', 'days'],
  ['days', 'days'],
  ['w', 'weeks'],
  ['week', 'weeks'],
  ['weeks', 'weeks'],
  ['mo', 'months'],
  ['month', 'months'],
  ['months', 'months'],
  ['y', 'years'],
  ['year', 'years'],
  ['years', 'years'],
]);

/** Reads `2 GB` as Nextcloud does (powers of 1024). `null` when it is no size. */
export function parseSize(text: string): Bytes | null {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(B|KB|MB|GB|TB)\s*$/i.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const unit = match[2].toUpperCase();
  if (!isSizeUnit(unit)) return null;
  const bytes = Math.round(Number(match[1]) * SIZE_UNITS[unit]);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

function isSizeUnit(text: string): text is keyof typeof SIZE_UNITS {
  return Object.hasOwn(SIZE_UNITS, text);
}

/** Reads `12 months`, `90 days`, `60s`. A bare `m` is ambiguous and refused. `null` when it is no duration. */
export function parseDuration(text: string): Duration | null {
  const match = /^\s*(\d{1,6})\s*([a-z]+)\s*$/i.exec(text);
  const unit = match?.[2] === undefined ? undefined : DURATION_UNITS.get(match[2].toLowerCase());
  if (match?.[1] === undefined || unit === undefined) return null;
  return { amount: Number(match[1]), unit };
}

const EXACT_MS = { seconds: 1e3, minutes: 6e4, hours: 3.6e6, days: 8.64e7, weeks: 6.048e8 } as const;

/** A duration without calendar units in milliseconds; a month counts 30 days and a year 365. */
export function durationMs({ amount, unit }: Duration): number {
  if (unit === 'months') return amount * 30 * EXACT_MS.days;
  if (unit === 'years') return amount * 365 * EXACT_MS.days;
  return amount * EXACT_MS[unit];
}

/** Node's timers go no further; a longer one would end at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A duration for a timer, in milliseconds: at most 24 days. */
export function timerMs(duration: Duration): number {
  return Math.min(durationMs(duration), LONGEST_TIMER_MS);
}

/** Config schema of a size: text with a unit, read to bytes. */
export const Size = measured(parseSize, 'size: write a number and KB, MB, GB or TB, as in "50 MB"');

/** Config schema of a duration: text with a unit. */
export const DurationText = measured(
  parseDuration,
  'duration: write a number and s, min, h, days, weeks, months or years, as in "12 months"',
);

/** Config schema of a share of a whole: `80 %` or `80%`, read to the number 80. */
export const Percent = measured(parsePercent, 'percentage: write a number and %, as in "80 %"');

function parsePercent(text: string): number | null {
  const match = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(text);
  return match?.[1] === undefined ? null : Number(match[1]);
}

/** A schema of text with a unit; what is no such text, a bare number too, is told what to write. */
function measured<T>(parse: (text: string) => T | null, what: string) {
  return z
    .string({ error: ({ input }) => `"${String(input)}" is no ${what}` })
    .transform((text, context): T => {
      const value = parse(text);
      if (value !== null) return value;
      context.addIssue({ code: 'custom', message: `"${text}" is no ${what}` });
      return z.NEVER;
    });
}
