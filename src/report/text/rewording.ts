import { messageOf, UsageError } from '../../model/errors.ts';
import type { Language } from '../../model/member.ts';
import { groupBy } from '../figures/totals.ts';
import { type Messages, type Place, placesOf, type Words } from './words.ts';

/** A message that the organisation words itself. */
export interface Rewording {
  readonly language: Language;
  /** As in `templates/locales/`. */
  readonly key: string;
  /** An ICU message with the parameters of the one that it replaces. */
  readonly message: string;
  /** File and line, for problems. */
  readonly where: string;
}

/** Former names of keys, from when the limits were fixed numbers: own wordings under them still count. */
const FORMER_KEYS: ReadonlyMap<string, string> = new Map([
  ['page.occupation.below80', 'page.occupation.below'],
  ['page.occupation.from90', 'page.occupation.from'],
]);

/**
 * The messages with some replaced.
 * @throws {UsageError} naming, for every wrong one, its place, its key, and what is missing or too much.
 */
export function reworded(words: Words, asWritten: readonly Rewording[]): Words {
  const rewordings = asWritten.map((one) => ({ ...one, key: FORMER_KEYS.get(one.key) ?? one.key }));
  const problems = rewordings.flatMap(({ language, key, message, where }) =>
    problemsOf(key, message, words(language)).map((problem) => `${where}: ${key}: ${problem}`),
  );
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  const given = groupBy(rewordings, ({ language }) => language);
  const all = new Map(
    [...given].map(([language, own]) => [
      language,
      new Map([...words(language), ...own.map(({ key, message }) => [key, message] as const)]),
    ]),
  );
  return (language) => all.get(language) ?? words(language);
}

function problemsOf(key: string, message: string, own: Messages): readonly string[] {
  const original = own.get(key);
  if (original === undefined) return [`there is no such sentence${nearest(key, [...own.keys()])}`];
  try {
    return unlike(placesOf(message), placesOf(original));
  } catch (error) {
    return [`not an ICU message (${messageOf(error)}): close every { and <, and give each choice an "other"`];
  }
}

/**
 * What an own wording may do without: bold, and the percentage of a check's limit, which stood in the messages as a number
 * before it followed the config.
 */
const MAY_BE_LEFT_OUT = ['<b>', '{limit}'];

/** A parameter too many would have no value, one too few would hide a part of the mail. */
function unlike(places: readonly Place[], original: readonly Place[]): readonly string[] {
  const used = new Set(places.map(written));
  const allowed = new Set(original.map(written));
  const known = [...allowed].join(', ') || 'plain text';
  return [
    ...places
      .filter(({ kind }) => kind === 'formatted')
      .map(({ name }) => `write {${name}}: sizes, numbers and days come in the reader’s form already`),
    ...[...used].filter((one) => !allowed.has(one)).map((one) => `there is no ${one} here, only ${known}`),
    ...[...allowed]
      .filter((one) => !MAY_BE_LEFT_OUT.includes(one) && !used.has(one))
      .map((one) => `${one} is missing (a straight ' before it would make it plain text: write ’)`),
  ];
}

function written({ name, kind }: Place): string {
  return kind === 'tag' ? `<${name}>` : `{${name}}`;
}

/** Known keys that end or begin alike, the nearest first. */
function nearest(key: string, known: readonly string[]): string {
  const last = key.slice(key.lastIndexOf('.') + 1);
  const alike = known.filter((one) => one.endsWith(`.${last}`) || one === last);
  const beside = known.filter((one) => one.startsWith(`${key.split('.')[0] ?? ''}.`));
  const near = (alike.length > 0 ? alike : beside)
    .map((one) => ({ one, parts: alikeParts(key, one), letters: alikeAtStart(key, one) }))
    .sort((a, b) => b.parts - a.parts || b.letters - a.letters || a.one.length - b.one.length)
    .slice(0, 5)
    .map(({ one }) => one);
  return near.length === 0 ? '; docs/words.md lists them' : `; near it are ${near.join(', ')}`;
}

/** How many parts between dots are the same, from the start and from the end. */
function alikeParts(one: string, other: string): number {
  const [a, b] = [one.split('.'), other.split('.')];
  return alikeAtStart(a, b) + alikeAtStart(a.reverse(), b.reverse());
}

function alikeAtStart(a: ArrayLike<string>, b: ArrayLike<string>): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}
