import { messageOf, UsageError } from '../../errors.ts';
import type { CheckInfo, CheckTexts } from '../../model/check-info.ts';
import { LANGUAGES, type Language } from '../../model/member.ts';
import type { Wording, Words } from './wording.ts';
import { type Catalogue, type Place, placesOf } from './words.ts';

/** A sentence that the organisation words itself. */
export interface Rewording {
  readonly language: Language;
  /** As `sentencesOf` names it. */
  readonly key: string;
  /** An ICU message with the parameters of the sentence that it replaces. */
  readonly message: string;
  /** File and line, for problems. */
  readonly where: string;
}

/** What the key of a sentence begins with: the member's mail, read by most, needs nothing. */
const PREFIXES: Readonly<Record<keyof Words, string>> = {
  mail: '',
  admin: 'admin.',
  page: 'page.',
  export: 'export.',
  delivery: 'delivery.',
};

/**
 * Every sentence of a wording in one language by its key: those of the member's mail by their own, the others after
 * `admin.`, `page.`, `export.`, `delivery.` or `check.ID.`.
 */
export function sentencesOf({ words, checks }: Wording, language: Language): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  takeFrom(words.mail[language], PREFIXES.mail, all);
  takeFrom(words.admin[language], PREFIXES.admin, all);
  takeFrom(words.page[language], PREFIXES.page, all);
  takeFrom(words.export[language], PREFIXES.export, all);
  takeFrom(words.delivery[language], PREFIXES.delivery, all);
  for (const { id, texts } of checks) takeFrom({ ...texts[language] }, `check.${id}.`, all);
  return all;
}

function takeFrom(
  messages: Readonly<Record<string, string>>,
  prefix: string,
  all: Map<string, string>,
): void {
  for (const [key, message] of Object.entries(messages)) all.set(`${prefix}${key}`, message);
}

/**
 * The wording with some sentences replaced.
 * @throws {UsageError} naming, for every wrong one, its place, its key, and what is missing or too much.
 */
export function reworded(wording: Wording, rewordings: readonly Rewording[]): Wording {
  const own = new Map(LANGUAGES.map((language) => [language, sentencesOf(wording, language)]));
  const problems = rewordings.flatMap(({ language, key, message, where }) =>
    problemsOf(key, message, own.get(language) ?? new Map()).map((problem) => `${where}: ${key}: ${problem}`),
  );
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  const given = new Map(rewordings.map(({ language, key, message }) => [`${language} ${key}`, message]));
  const replaced: Replace = (language, key, message) => given.get(`${language} ${key}`) ?? message;
  return {
    words: wordsWith(wording.words, replaced),
    checks: wording.checks.map((one) => checkWith(one, replaced)),
  };
}

type Replace = (language: Language, key: string, message: string) => string;

function wordsWith({ mail, admin, page, export: exported, delivery }: Words, replaced: Replace): Words {
  return {
    mail: catalogueWith(mail, PREFIXES.mail, replaced),
    admin: catalogueWith(admin, PREFIXES.admin, replaced),
    page: catalogueWith(page, PREFIXES.page, replaced),
    export: catalogueWith(exported, PREFIXES.export, replaced),
    delivery: catalogueWith(delivery, PREFIXES.delivery, replaced),
  };
}

function catalogueWith<Key extends string>(
  { fr, en }: Catalogue<Key>,
  prefix: string,
  replaced: Replace,
): Catalogue<Key> {
  return { fr: messagesWith(fr, 'fr', prefix, replaced), en: messagesWith(en, 'en', prefix, replaced) };
}

function checkWith(check: CheckInfo, replaced: Replace): CheckInfo {
  const texts = (language: Language): CheckTexts =>
    messagesWith({ ...check.texts[language] }, language, `check.${check.id}.`, replaced);
  return { ...check, texts: { fr: texts('fr'), en: texts('en') } };
}

function messagesWith<Key extends string>(
  messages: Readonly<Record<Key, string>>,
  language: Language,
  prefix: string,
  replaced: Replace,
): Record<Key, string> {
  const entries = Object.entries<string>(messages).map(([key, message]) => [
    key,
    replaced(language, `${prefix}${key}`, message),
  ]);
  // The keys are those that came in.
  return Object.fromEntries(entries) as Record<Key, string>;
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
  const near = (alike.length > 0 ? alike : beside).slice(0, 5);
  return near.length === 0 ? '; docs/words.md lists them' : `; near it are ${near.join(', ')}`;
}
