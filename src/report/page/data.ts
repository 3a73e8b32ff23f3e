import { ACTION_KINDS } from '../../model/check-info.ts';
import { type Language, languagesOf } from '../../model/member.ts';
import { REASON_KEYS, shownEnglish } from '../../model/reasons/reason.ts';
import { dialectOf } from '../../model/text/csv-dialect.ts';
import { outsideText } from '../../model/text/outside-text.ts';
import type { ReportInput } from '../input.ts';
import { checkWords } from '../text/check-words.ts';
import { harmlessView } from '../text/harmless-view.ts';
import { stepsOf } from '../text/how-to.ts';
import { areaMessages, parametersOf, sentence, speaker } from '../text/words.ts';
import { accessData, accessPlaces } from './access/data.ts';
import { flatCells } from './common/cells.ts';
import { ITEM, type PageData, type PageTexts } from './common/data.ts';
import { isScriptKey } from './common/script-keys.ts';
import { dayAt, itemRows, memberRows, otherShareRows } from './data-rows.ts';
import { type Interned, interned } from './interned.ts';
import { localeOf, type PageLocale } from './locale.ts';
import { messageParts } from './message-parts.ts';
import { treemapOf } from './treemap.ts';

/** Fields that hold our own or the organisation's words and addresses alone. */
const OWN = new Set(['url', 'checks', 'steps', 'words', 'accessWords', 'reasons']);

/** The data that the page's script works on: numbers and places in lists, so that 20,000 rows stay small. */
export function pageData(input: ReportInput): PageData {
  const { result, organisation } = input;
  const people = interned();
  for (const { id } of result.members) people.at(id);
  const sentences = interned();
  const places = accessPlaces(people);
  const { recipientOf } = places;
  const checkAt = new Map(input.checks.map(({ id }, at) => [id, at]));
  const rows = { people, sentences, checkAt, recipientOf };
  const items = itemRows(input, rows);
  const others = otherShareRows(input, rows);
  const access = accessData(input, others, places);
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
    access,
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
    accessWords: accessWords(locale),
    reasons: ACCESS_KEYS.map((key) => [
      key,
      messageParts(language, locale.messages.get(`reason.${key}`) ?? shownEnglish(key)),
    ]),
  };
}

/** Why an answer about access may lack something. */
const ACCESS_KEYS = REASON_KEYS.filter((key) => key.startsWith('access.'));

/** As `scriptWords`, of who can reach what. */
function accessWords({ language, messages }: PageLocale): PageTexts['accessWords'] {
  return Object.fromEntries(
    [...areaMessages(messages, 'access')].map(([key, message]) => [
      key,
      sentence(language, message, placesFor(message)),
    ]),
  );
}

/** The sentences that the script says itself; their parameters stay `{name}`, to be put in by it. */
function scriptWords({ language, messages }: PageLocale): PageTexts['words'] {
  const own = [...areaMessages(messages, 'page')].filter(
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
