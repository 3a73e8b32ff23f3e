import type { CheckInfo } from '../../model/check-info.ts';
import type { Actual, Subject } from '../../model/finding.ts';
import { nameOf } from '../../model/path/path.ts';
import type { Format } from './format.ts';
import { placeName, shownName } from './shown-name.ts';
import { type Messages, messageOf, type Params, sentence } from './words.ts';

/** What a check says about one finding. */
export interface FindingWords {
  /** A few words, for tables: « Gros fichiers inchangés ». */
  readonly title: string;
  /** One sentence on one finding: what it is. */
  readonly finding: string;
  /** One sentence: what to do about it, kindly. */
  readonly remedy: string;
  /** One or two sentences: why this matters. */
  readonly why: string;
}

/**
 * The messages of a check, before their parameters are put in. These are the keys of the finding's `actual` (see
 * `Actual` for units: `…Bytes`, `…At`, `…On` and `…Percent` come formatted, the rest as it is, so that plurals work), and
 * also `path` and `name` (the last segment) of the subject.
 */
export function checkMessages(messages: Messages, id: string): FindingWords {
  const message = (key: keyof FindingWords) => messageOf(messages, `check.${id}.${key}`);
  return {
    title: message('title'),
    finding: message('finding'),
    remedy: message('remedy'),
    why: message('why'),
  };
}

/** The title of a check; null where this version has no such check. */
export function checkTitle(messages: Messages, id: string): string | null {
  return messages.get(`check.${id}.title`) ?? null;
}

/** What of a finding its words are made from. */
interface FindingFacts {
  readonly actual: Actual;
  readonly subject: Pick<Subject, 'path'>;
}

/** The display name of a uid; null where none is known. */
export type PersonCalled = (id: string) => string | null;

/**
 * The words of a check for one of its findings.
 * @param messages of the formatter's language.
 */
export function findingWords(
  check: CheckInfo,
  finding: FindingFacts,
  messages: Messages,
  format: Format,
  personCalled: PersonCalled = () => null,
): FindingWords {
  const texts = checkMessages(messages, check.id);
  // A finding that an earlier version stored may lack a fact that today's words name.
  const lacking = Object.values(texts).flatMap((text) =>
    [...text.matchAll(/\{(\w+)/g)].map(([, name = '']) => name),
  );
  const called = (key: string, value: string) =>
    key === check.traits.personFact ? personCalled(value) : null;
  const params = {
    ...Object.fromEntries(lacking.map((name) => [name, ''])),
    ...paramsOf(finding, format, called),
  };
  const say = (message: string) => sentence(format.language, message, params);
  return {
    title: say(texts.title),
    finding: say(texts.finding),
    remedy: say(texts.remedy),
    why: say(texts.why),
  };
}

/**
 * A finding's `actual` as parameters: a key's ending tells its unit; counts stay numbers; texts are made harmless.
 * @param called what a fact is called instead; null for as it stands.
 */
export function paramsOf(
  { actual, subject }: FindingFacts,
  format: Format,
  called: (key: string, value: string) => string | null = () => null,
): Params {
  const params: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(actual)) {
    const person = typeof value === 'string' ? called(key, value) : null;
    params[key] = person ?? shownUsage(key, actual, format) ?? shown(key, value, format);
  }
  if (subject.path === null) return params;
  return { path: shownName(subject.path), name: shownName(nameOf(subject.path)), ...params };
}

/** Use beside its quota, as every view says it; null for any other fact. */
function shownUsage(key: string, { usedBytes, quotaBytes }: Actual, format: Format): string | null {
  if (key !== 'usedBytes' || typeof usedBytes !== 'number' || typeof quotaBytes !== 'number') return null;
  return format.usage(usedBytes, quotaBytes);
}

function shown(key: string, value: Actual[string], format: Format): string | number {
  if (value === null) return '';
  if (key.endsWith('Path') && typeof value === 'string') return placeName(value);
  if (typeof value === 'object') return format.list(value.map((text) => shownName(text)));
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return shownText(key, value, format);
  if (key.endsWith('Bytes')) return format.bytes(value);
  return key.endsWith('Percent') ? format.percent(value) : value;
}

function shownText(key: string, value: string, format: Format): string {
  if (key.endsWith('At') && !Number.isNaN(Date.parse(value))) return format.day(Date.parse(value));
  if (key.endsWith('On') && /^\d{4}-\d{2}-\d{2}$/.test(value)) return format.date(value);
  return shownName(value);
}
