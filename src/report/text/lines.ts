import measure from 'fast-string-truncated-width';
import { IntlMessageFormat } from 'intl-messageformat';
import { type Language, LOCALES } from '../../model/member.ts';
import { messageOf, type Params, type Say, type Words } from './words.ts';

const compiled = new Map<string, IntlMessageFormat>();
/** Some fonts of terminals lack it. */
const NARROW_NO_BREAK = '\u202f';

/** Says a line of the terminal. */
export type SayLine = Say<'terminal'>;

/** Speaks one language on the terminal. Spaces stay plain: what stands there is copied and searched. */
export function lineSpeaker(words: Words, language: Language): SayLine {
  const messages = words(language);
  return (key, params: Params = {}) => {
    const message = messageOf(messages, `terminal.${key}`);
    const format =
      compiled.get(`${language} ${message}`) ?? new IntlMessageFormat(message, LOCALES[language]);
    compiled.set(`${language} ${message}`, format);
    const line = String(format.format(params));
    return language === 'en' ? line : line.replaceAll(NARROW_NO_BREAK, '\u00a0');
  };
}

/** How many columns of a terminal a text takes: an ideograph two, a combining accent none. */
export function columnsOf(text: string): number {
  return measure(text).width;
}

/** The text with spaces behind it, or before it, up to so many columns. */
export function padded(text: string, columns: number, where: 'behind' | 'before' = 'behind'): string {
  const spaces = ' '.repeat(Math.max(0, columns - columnsOf(text)));
  return where === 'behind' ? text + spaces : spaces + text;
}

/** The text in at most so many columns; one that is cut ends with an ellipsis. */
export function cut(text: string, columns: number): string {
  const limit = Math.max(1, columns);
  const { index, truncated } = measure(text, { limit, ellipsis: '…' });
  return truncated ? `${text.slice(0, index)}…` : text;
}
