import { LANGUAGES, type Language } from '../../../model/member.ts';
import { type Format, formatter } from '../../text/format.ts';
import type { Given, Params, ParamsOf, Say } from '../../text/words.ts';
import type { FindingData, ItemData, MessagePart, PageTexts } from '../common/data.ts';
import { UNKNOWN } from '../common/member-row.ts';
import type { AccessKey, ScriptKey } from '../common/script-keys.ts';
import { DATA } from './page-data.ts';

/** The keys of sentences that stand for one and for several. */
type CountKey = ScriptKey extends infer Key ? (Key extends `${infer Stem}.one` ? Stem : never) : never;

let shown: Language = DATA.language;

/** The language that the page is shown in. */
export function language(): Language {
  return shown;
}

/** Says everything in another language from now on; what is drawn already stays as it is. */
export function sayIn(other: Language): void {
  shown = other;
}

export function isLanguage(text: string | null | undefined): text is Language {
  return LANGUAGES.some((one) => one === text);
}

function texts(): PageTexts | undefined {
  return DATA.texts[shown];
}

/** Numbers and days in the language shown; days in the data have no zone. */
export function format(): Format {
  return formatter(shown, 'UTC');
}

/** A sentence in the language shown; numbers are formatted as counts. */
export const say: Say<'page', ScriptKey> = (key, params?: Params) => textOf(key, params);

/** The same of who can reach what. */
export const sayAccess: Say<'access', AccessKey> = (key, params?: Params) =>
  filled(texts()?.accessWords[key] ?? key, params);

function textOf(key: ScriptKey, params?: Params): string {
  return filled(texts()?.words[key] ?? key, params);
}

function filled(text: string, params: Params = {}): string {
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    return typeof value === 'number' ? format().count(value) : (value ?? place);
  });
}

/** The parameters of a reason by their names. */
type ParamOf = (name: string) => string | number;

/** What an answer cannot tell, with a capital; empty where this page has no words for it. */
export function sayReason(key: string, paramOf: ParamOf): string {
  const [, parts = []] = texts()?.reasons.find(([one]) => one === key) ?? [];
  const text = joinedParts(parts, paramOf);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function joinedParts(parts: readonly MessagePart[], paramOf: ParamOf): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      const [name, choices] = part;
      const value = paramOf(name);
      if (choices === undefined) return typeof value === 'number' ? format().count(value) : value;
      const wanted = [`=${value}`, typeof value === 'number' ? pluralOf(value) : value, 'other'];
      const [, chosen = []] = wanted.flatMap((one) => choices.filter(([choice]) => choice === one))[0] ?? [];
      return joinedParts(chosen, paramOf);
    })
    .join('');
}

function pluralOf(n: number): string {
  return new Intl.PluralRules(shown).select(n);
}

/** A sentence with a number `n`. */
export function sayCount<K extends CountKey>(
  key: K,
  n: number,
  ...[params]: Given<Omit<ParamsOf<'page', `${K}.one`>, 'n'>>
): string {
  const isOne = new Intl.PluralRules(shown).select(n) === 'one';
  return textOf(`${key}.${isOne ? 'one' : 'other'}`, { ...params, n });
}

/** A size; −1 = unknown. */
export function size(bytes: number): string {
  return bytes < 0 ? UNKNOWN : format().bytes(bytes);
}

const DAY_MS = 86_400_000;

/** A day counted from 1970. */
export function day(number: number): string {
  return format().shortDay(number * DAY_MS);
}

/** Title, reason and remedy of a check by its place in the data. */
export function checkTexts(at: number): {
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
} {
  const [title, why, remedy] = texts()?.checks[at] ?? ['?', '', ''];
  return { title, why, remedy };
}

/** A sentence on a finding, or the reason of a coverage. */
export function sentence(at: FindingData['sentence']): string {
  return texts()?.sentences[at] ?? '';
}

/** Where the owner of an item clicks, one step after the other; empty where nothing is asked. */
export function stepsFor({
  data: { action },
}: {
  readonly data: Pick<ItemData, 'action'>;
}): readonly string[] {
  return texts()?.steps[action] ?? [];
}
