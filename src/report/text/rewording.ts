import { messageOf, UsageError } from '../../errors.ts';
import type { CheckInfo, CheckTexts } from '../../model/check-info.ts';
import { LANGUAGES, type Language } from '../../model/member.ts';
import { type Messages, type Place, placesOf, type Wording } from './words.ts';

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

/** Every message of a wording in one language by its key, those of the checks after `check.ID.`. */
export function sentencesOf({ words, checks }: Wording, language: Language): Messages {
  const all = new Map(words(language));
  for (const { id, texts } of checks)
    for (const [key, message] of Object.entries(texts[language])) all.set(`check.${id}.${key}`, message);
  return all;
}

/**
 * The wording with some messages replaced.
 * @throws {UsageError} naming, for every wrong one, its place, its key, and what is missing or too much.
 */
export function reworded(wording: Wording, rewordings: readonly Rewording[]): Wording {
  if (rewordings.length === 0) return wording;
  const languages = LANGUAGES.filter((one) => rewordings.some(({ language }) => language === one));
  const own = new Map(languages.map((language) => [language, sentencesOf(wording, language)]));
  const problems = rewordings.flatMap(({ language, key, message, where }) =>
    problemsOf(key, message, own.get(language) ?? new Map()).map((problem) => `${where}: ${key}: ${problem}`),
  );
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  const all = new Map(own);
  for (const { language, key, message } of rewordings)
    all.set(language, new Map([...(all.get(language) ?? []), [key, message]]));
  const replaced: Replace = (language, key, message) => all.get(language)?.get(key) ?? message;
  return {
    words: (language) => all.get(language) ?? wording.words(language),
    checks: wording.checks.map((one) => checkWith(one, replaced)),
  };
}

type Replace = (language: Language, key: string, message: string) => string;

function checkWith(check: CheckInfo, replaced: Replace): CheckInfo {
  const texts = (language: Language): CheckTexts => {
    const own = check.texts[language];
    const text = (key: keyof CheckTexts) => replaced(language, `check.${check.id}.${key}`, own[key]);
    return { title: text('title'), finding: text('finding'), remedy: text('remedy'), why: text('why') };
  };
  return { ...check, texts: { fr: texts('fr'), en: texts('en') } };
}

function problemsOf(key: string, message: string, own: ReadonlyMap<string, string>): readonly string[] {
  const original = own.get(key);
  if (original === undefined) return [`there is no such sentence${nearest(key, [...own.keys()])}`];
  try {
    return unlike(placesOf(message), placesOf(original));
  } catch (error) {
    return [`not an ICU message (${messageOf(error)}): close every { and <, and give each choice an "other"`];
  }
}

/** A parameter too many would have no value, one too few would hide a part of the mail; bold may go. */
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
      .filter((one) => one !== '<b>' && !used.has(one))
      .map((one) => `${one} is missing (a straight ' before it would make it plain text: write ’)`),
  ];
}

function written({ name, kind }: Place): string {
  return kind === 'tag' ? `<${name}>` : `{${name}}`;
}

/** Known keys that begin or end alike. */
function nearest(key: string, known: readonly string[]): string {
  const last = key.slice(key.lastIndexOf('.') + 1);
  const alike = known.filter((one) => one.endsWith(`.${last}`) || one === last);
  const beside = known.filter((one) => one.startsWith(`${key.split('.')[0] ?? ''}.`));
  const near = (alike.length > 0 ? alike.sort((a, b) => a.length - b.length) : beside).slice(0, 5);
  return near.length === 0 ? '; docs/words.md lists them' : `; near it are ${near.join(', ')}`;
}
