import { ACTION_KINDS } from '../../model/check-info.ts';
import { type Language, languagesOf } from '../../model/member.ts';
import { dialectOf } from '../../model/text/csv-dialect.ts';
import { outsideText } from '../../model/text/outside-text.ts';
import type { ReportInput } from '../input.ts';
import { checkWords } from '../text/check-words.ts';
import { harmlessView } from '../text/harmless-view.ts';
import { stepsOf } from '../text/how-to.ts';
import { pageMessages, parametersOf, sentence, speaker } from '../text/words.ts';
import { flatCells } from './common/cells.ts';
import { ITEM, type PageData, type PageTexts } from './common/data.ts';
import { isScriptKey } from './common/script-keys.ts';
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
const OWN = new Set(['url', 'checks', 'steps', 'words']);

/** The data that the page's script works on: numbers and places in lists, so that 20,000 rows stay small. */
export function pageData(input: ReportInput): PageData {
  const { result, organisation } = input;
  const people = interned();
  for (const { id } of result.members) people.at(id);
  const sentences = interned();
  const rows = { people, sentences, checkAt: new Map(input.checks.map(({ id }, at) => [id, at])) };
  const items = itemRows(input, rows);
  const members = memberRows(input, rows);
  const asked = new Set(items.map((packed) => ITEM.unpack(packed).action));
  const data: PageData = {
    language: organisation.language,
    url: result.run.server.url,
    csvDialect: input.csvDialect ?? dialectOf(organisation.language),
    runs: input.history.map(({ at }) => dayAt(at, input)),
    checks: input.checks.map(({ id }) => id),
    people: peopleOf(people.all, input),
    texts: Object.fromEntries(
      languagesOf(organisation.language).map((one) => [one, textsIn(one, input, sentences, asked)]),
    ),
    items,
    members,
    maps: {
      wide: flatCells(treemapOf(input, 'wide').cells),
      narrow: flatCells(treemapOf(input, 'narrow').cells),
    },
  };
  return harmlessView(data, OWN);
}

function peopleOf(ids: readonly string[], { result, contacts }: ReportInput): PageData['people'] {
  const names = new Map(result.members.map(({ id, name }) => [id, name]));
  return ids.map((id) => {
    const name = names.get(id) ?? id;
    const antenna = contacts.get(id)?.antenna ?? '';
    return [outsideText(id), outsideText(antenna), name === id ? '' : outsideText(name)];
  });
}

/** Sentences on findings are kept with a line feed between the languages, in the order of `languagesOf`: they have one place. */
function textsIn(
  language: Language,
  input: ReportInput,
  sentences: Interned,
  asked: ReadonlySet<number>,
): PageTexts {
  const locale = localeOf(input, language);
  const at = languagesOf(input.organisation.language).indexOf(language);
  const { version } = input.result.run.server;
  const sayHow = speaker(input.words, 'how', language);
  return {
    checks: input.checks.map(({ id }) => {
      const { title, why, remedy } = checkWords(input, id, locale);
      return [title, why, remedy];
    }),
    sentences: sentences.all.map((one) => one.split('\n')[at] ?? ''),
    steps: ACTION_KINDS.map((kind, action) => (asked.has(action) ? stepsOf(kind, version, sayHow) : [])),
    words: scriptWords(locale),
  };
}

/** The sentences that the script says itself; their parameters stay `{name}`, to be put in by it. */
function scriptWords({ language, messages }: PageLocale): PageTexts['words'] {
  const own = [...pageMessages(messages)].filter(
    ([key, message]) => isScriptKey(key) && !message.includes('plural'),
  );
  return Object.fromEntries(
    own.map(([key, message]) => [key, sentence(language, message, placesFor(message))]),
  );
}

function placesFor(message: string) {
  return Object.fromEntries(parametersOf(message).map((name) => [name, `{${name}}`]));
}

/** Data as the content of a script element: nothing in it can end the element or the line. */
export function embedded(data: unknown): string {
  return JSON.stringify(data).replaceAll(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
