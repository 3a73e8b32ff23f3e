import type { Language } from '../../model/member.ts';
import type { Severity } from '../../model/severity.ts';
import type { Bytes, UtcMs } from '../../model/units.ts';
import type { ReportInput } from '../input.ts';
import { type Format, formatter } from '../text/format.ts';
import { reasonSpeaker, type SayReason } from '../text/reasons.ts';
import { type Messages, type Say, speaker } from '../text/words.ts';

/** What the page needs to speak one language, in the time zone of the organisation. */
export interface PageLocale {
  readonly language: Language;
  readonly messages: Messages;
  readonly say: Say<'page'>;
  /** Why something is not known. */
  readonly sayReason: SayReason;
  readonly format: Format;
}

/** Speaks `language`, in the organisation's words and time zone. */
export function localeOf(
  { words, organisation }: Pick<ReportInput, 'words' | 'organisation'>,
  language: Language,
): PageLocale {
  return {
    language,
    messages: words(language),
    say: speaker(words, 'page', language),
    sayReason: reasonSpeaker(words, language),
    format: formatter(language, organisation.timezone),
  };
}

/** « 1,8 Go ». */
export function size({ format }: PageLocale, bytes: Bytes): string {
  return format.bytes(bytes);
}

/** A size as number and unit, for figures that show them in two sizes. */
export function sizeParts(
  { format }: PageLocale,
  bytes: Bytes,
): { readonly number: string; readonly unit: string } {
  if (bytes === 0) return { number: '0', unit: '' };
  const text = format.bytes(bytes);
  const cut = text.lastIndexOf('\u00a0');
  return { number: text.slice(0, cut), unit: text.slice(cut + 1) };
}

/** A count with the language's thousands separator. */
export function count({ format }: PageLocale, value: number): string {
  return format.count(value);
}

/** A percentage, rounded down so that 89.9 never reads as 90. */
export function percent({ format }: PageLocale, value: number): string {
  return format.percent(value);
}

/** A difference of points with its sign, a real minus, and one decimal. */
export function points({ language }: PageLocale, value: number): string {
  const format = new Intl.NumberFormat(language, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return format.format(value).replace('-', '\u2212');
}

/** The month of a run: « nov. » or « novembre ». */
export function month(
  { language, format }: PageLocale,
  at: UtcMs,
  width: 'short' | 'long' = 'short',
): string {
  if (width === 'long') return format.monthName(at);
  return new Intl.DateTimeFormat(language, { month: 'short', timeZone: format.zone }).format(at);
}

/** Names in a row: « a, b et c ». */
export function listed({ format }: PageLocale, names: readonly string[]): string {
  return format.list(names);
}

/** The word for a severity; null stands for "nothing to say". */
export function severityWord({ say }: PageLocale, severity: Severity | null): string {
  return say(`severity.${severity ?? 'none'}`);
}
