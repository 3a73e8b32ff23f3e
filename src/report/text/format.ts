import { type Language, LOCALES } from '../../model/member.ts';
import type { Bytes, UtcMs } from '../../model/units.ts';

const NO_BREAK = '\u00a0';
/** From 1024 bytes on, by the name of `Intl`. */
const UNITS = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Numbers and days as a reader of one language writes them, in the organisation's time zone. */
export interface Format {
  readonly language: Language;
  readonly zone: string;
  /** « 1,8 Go »: powers of 1024, one decimal for gigabytes and below ten, bound by a no-break space. */
  bytes(value: Bytes): string;
  /** What is used of a quota, as `bytes`; cut where it would read as the whole quota: what is not full never reads as full. */
  usage(value: Bytes, quota: Bytes | null): string;
  /** « 90 % », see `wholePercent`. */
  percent(value: number): string;
  /** « 1 204 ». */
  count(value: number): string;
  /** « 23 novembre 2026 ». */
  day(at: UtcMs): string;
  /** « 23 nov. 2026 ». */
  shortDay(at: UtcMs): string;
  /** « novembre 2026 ». */
  month(at: UtcMs): string;
  /** « nov. 2026 ». */
  shortMonth(at: UtcMs): string;
  /** « novembre ». */
  monthName(at: UtcMs): string;
  /** The number of the day within its month, in the zone. */
  dayOfMonth(at: UtcMs): number;
  /** The day `YYYY-MM-DD` (which has no zone) as « 23 novembre 2026 », or in another form of this formatter. */
  date(day: string, form?: 'day' | 'shortDay' | 'month' | 'shortMonth' | 'monthName'): string;
  /** « a, b et c ». */
  list(items: readonly string[]): string;
}

/** A percentage cut to a whole number: 89.9 is not yet 90. What arithmetic left just below a whole number is that number. */
export function wholePercent(value: number): number {
  return Math.floor(value + 1e-9);
}

const known = new Map<string, Format>();

/** The formatter of a language and an IANA time zone; made once each, for `Intl` objects are slow to make. */
export function formatter(language: Language, zone: string): Format {
  const key = `${language} ${zone}`;
  const format = known.get(key) ?? makeFormatter(language, zone);
  known.set(key, format);
  return format;
}

function makeFormatter(language: Language, zone: string): Format {
  const locale = LOCALES[language];
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const days = daysOf(locale, zone);
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const unitOf = unitsOf(locale);
  const inUnits = (value: Bytes, round: (value: number) => number) => {
    const { amount, power } = scaled(value, round);
    const digits = power >= 3 || (power > 0 && amount < 10) ? oneDecimal : whole;
    return `${digits.format(amount)}${NO_BREAK}${unitOf(power, amount)}`;
  };
  return {
    language,
    zone,
    ...days,
    bytes: (value) => inUnits(value, Math.round),
    usage(value, quota) {
      const rounded = inUnits(value, Math.round);
      const readsAsFull = quota !== null && value < quota && rounded === inUnits(quota, Math.round);
      return readsAsFull ? inUnits(value, Math.floor) : rounded;
    },
    percent: (value) => percent.format(wholePercent(value) / 100).replace(/\s/, NO_BREAK),
    count: (value) => whole.format(value),
    date: (day, form = 'day') => daysOf(locale, 'UTC')[form](Date.parse(`${day}T12:00:00Z`)),
    list: (items) => list.format(items),
  };
}

/** The amount in the largest unit in which it is at least 1, rounded as it will be shown. */
function scaled(
  value: Bytes,
  round: (value: number) => number,
): { readonly amount: number; readonly power: number } {
  let power = 0;
  let amount = value;
  while (Math.round(amount) >= 1024 && power < 4) {
    amount /= 1024;
    power += 1;
  }
  const step = power >= 3 || (power > 0 && amount < 10) ? 10 : 1;
  return { amount: round(amount * step) / step, power };
}

/** The units of size of a language: "byte" written out as its number asks, the others short and with a capital, as Nextcloud has them. */
function unitsOf(locale: string): (power: number, amount: number) => string {
  const unit = (name: 'byte' | (typeof UNITS)[number], unitDisplay: 'long' | 'short', amount: number) => {
    const format = new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay });
    return format.formatToParts(amount).find(({ type }) => type === 'unit')?.value ?? '';
  };
  const short = UNITS.map((name) => unit(name, 'short', 2)).map(
    (one) => one.charAt(0).toUpperCase() + one.slice(1),
  );
  const bytes = new Intl.PluralRules(locale);
  const long = { one: unit('byte', 'long', 1), other: unit('byte', 'long', 2) };
  return (power, amount) => short[power - 1] ?? long[bytes.select(amount) === 'one' ? 'one' : 'other'];
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

function daysOf(locale: string, zone: string) {
  const form = (name: string, options: Intl.DateTimeFormatOptions) => {
    const key = `${locale} ${zone} ${name}`;
    const format = dayFormats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    dayFormats.set(key, format);
    return (at: UtcMs) => format.format(at);
  };
  const written = (name: string, month: 'long' | 'short') => {
    const format = form(name, { day: 'numeric', month, year: 'numeric' });
    // Intl leaves the ordinal out.
    return locale === LOCALES.fr ? (at: UtcMs) => format(at).replace(/^1 /, '1er ') : format;
  };
  const dayNumber = form('number', { day: 'numeric' });
  return {
    day: written('day', 'long'),
    shortDay: written('shortDay', 'short'),
    month: form('month', { month: 'long', year: 'numeric' }),
    shortMonth: form('shortMonth', { month: 'short', year: 'numeric' }),
    monthName: form('monthName', { month: 'long' }),
    dayOfMonth: (at: UtcMs) => Number.parseInt(dayNumber(at), 10),
  };
}
