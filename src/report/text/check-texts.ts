import type { CheckInfo } from '../../model/check-info.ts';
import type { Actual, Subject } from '../../model/finding.ts';
import { nameOf } from '../../model/path/path.ts';
import type { Format } from './format.ts';
import { placeName, shownName } from './shown-name.ts';
import { type Params, sentence } from './words.ts';

/** What a check says about one finding. */
export interface FindingWords {
  readonly title: string;
  readonly finding: string;
  readonly remedy: string;
  readonly why: string;
}

/** What of a finding its words are made from. */
interface FindingFacts {
  readonly actual: Actual;
  readonly subject: Pick<Subject, 'path'>;
}

/** The display name of a uid; null where none is known. */
export type PersonCalled = (id: string) => string | null;

/** The words of a check for one of its findings, in the formatter's language. */
export function findingWords(
  check: CheckInfo,
  finding: FindingFacts,
  format: Format,
  personCalled: PersonCalled = () => null,
): FindingWords {
  const texts = check.texts[format.language];
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
    params[key] = person ?? shown(key, value, format);
  }
  if (subject.path === null) return params;
  return { path: shownName(subject.path), name: shownName(nameOf(subject.path)), ...params };
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
