import { COVERAGE_STATUSES } from '../../model/coverage.ts';
import { LANGUAGES, type Language } from '../../model/member.ts';
import { outsideText } from '../../model/outside-text.ts';
import { SEVERITIES } from '../../model/severity.ts';
import { RIGHTS, SHARE_KINDS } from '../figures/exposed-items.ts';
import type { ReportInput } from '../input.ts';
import { harmlessView } from '../text/harmless-view.ts';
import { parametersOf } from '../text/words.ts';
import type { PageKey } from '../text/words-page.ts';
import { checkWords } from './check-words.ts';
import { dayAt, type Interned, itemRows, memberRows } from './data-rows.ts';
import { localeOf, type PageLocale } from './locale.ts';
import { treemapOf } from './treemap.ts';

export function interned(): Interned {
  const places = new Map<string, number>();
  const all: string[] = [];
  return {
    all,
    at(text) {
      const known = places.get(text);
      if (known !== undefined) return known;
      places.set(text, all.length);
      return all.push(text) - 1;
    },
  };
}

/** Fields that hold our own or the organisation's words and addresses alone. */
const OWN = new Set(['url', 'zone', 'checks', 'words']);

/** The data that the page's script works on: numbers and places in lists, so that 20,000 rows stay small. */
export function pageData(input: ReportInput) {
  const { result, organisation, contacts } = input;
  const people = interned();
  for (const { id } of result.members) people.at(id);
  const sentences = interned();
  const rows = { people, sentences, checkAt: new Map(input.checks.map(({ id }, at) => [id, at])) };
  const items = itemRows(input, rows);
  const members = memberRows(input, rows);
  const names = new Map(result.members.map(({ id, name }) => [id, name]));
  const data = {
    language: organisation.language,
    zone: organisation.timezone,
    url: result.run.server.url,
    now: Date.parse(result.run.startedAt),
    /** The days of the runs, as those in the rows. */
    runs: input.history.map(({ at }) => dayAt(at, input)),
    severities: SEVERITIES,
    types: SHARE_KINDS,
    rights: RIGHTS,
    coverage: COVERAGE_STATUSES,
    checks: input.checks.map(({ id, area }) => [id, area]),
    people: people.all.map((id) => {
      const name = names.get(id) ?? id;
      return [
        outsideText(id),
        outsideText(contacts.get(id)?.antenna ?? ''),
        name === id ? '' : outsideText(name),
      ];
    }),
    texts: spoken(input, sentences),
    items,
    members,
    maps: { wide: flatCells(input, 'wide'), narrow: flatCells(input, 'narrow') },
  };
  return harmlessView(data, OWN);
}

/** Sentences on findings are kept as « fr », a line feed, "en": a pair has one place. */
function spoken(input: ReportInput, sentences: Interned) {
  const inLanguage = (language: Language, at: number) => {
    const locale = localeOf(input, language);
    return {
      checks: input.checks.map(({ id }) => Object.values(checkWords(input, id, locale))),
      sentences: sentences.all.map((pair) => pair.split('\n')[at] ?? ''),
      words: scriptWords(locale),
    };
  };
  return { fr: inLanguage('fr', LANGUAGES.indexOf('fr')), en: inLanguage('en', LANGUAGES.indexOf('en')) };
}

const FOR_SCRIPT = /^(js|severity|rights|type|coverage|item|right|column)\.|^(yes|no|unknown)$/;

/** The sentences that the script says itself; their parameters stay `{name}`, to be put in by it. */
function scriptWords({ say, messages }: PageLocale): Readonly<Record<string, string>> {
  // The keys of a catalogue are its type's keys.
  const keys = (Object.keys(messages) as PageKey[]).filter((key) => FOR_SCRIPT.test(key));
  return Object.fromEntries(
    keys
      .filter((key) => !messages[key].includes('plural'))
      .map((key) => [
        key,
        say(key, Object.fromEntries(parametersOf(messages[key]).map((name) => [name, `{${name}}`]))),
      ]),
  );
}

/** Cells as `member, x, y, width, height` in a row, in half pixels. */
function flatCells(input: ReportInput, layout: 'wide' | 'narrow'): readonly number[] {
  return treemapOf(input, layout).cells.flatMap(({ at, x, y, width, height }) => [
    at,
    x * 2,
    y * 2,
    width * 2,
    height * 2,
  ]);
}

/** Data as the content of a script element: nothing in it can end the element or the line. */
export function embedded(data: unknown): string {
  return JSON.stringify(data).replaceAll(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
