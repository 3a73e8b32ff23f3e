import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from '../../model/member.ts';

/** The parameters of a message. Sizes, days and percentages come formatted; counts come as numbers, for plurals. */
export type Params = Readonly<Record<string, string | number>>;

/** Every sentence of a view as an ICU message, with the same keys and parameters in each language. */
export type Catalogue<Key extends string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;

/** Says a sentence of the catalogue. A missing parameter is an error. */
export type Say<Key extends string> = (key: Key, params?: Params) => string;

/** Speaks one language of a catalogue. */
export function speaker<Key extends string>(catalogue: Catalogue<Key>, language: Language): Say<Key> {
  const messages = catalogue[language];
  return (key, params) => sentence(language, messages[key], params);
}

/** A stretch of a sentence: bold, a link, or plain. */
export interface Part {
  readonly text: string;
  readonly strong: boolean;
  readonly href: string | null;
}

/** As `Say`, for sentences with `<b>…</b>` and links: `<name>…</name>` leads to the address given for `name`. */
export type SayParts<Key extends string> = (
  key: Key,
  params?: Params,
  links?: Readonly<Record<string, string>>,
) => readonly Part[];

/** Speaks one language of a catalogue, in parts. */
export function partsSpeaker<Key extends string>(
  catalogue: Catalogue<Key>,
  language: Language,
): SayParts<Key> {
  return (key, params = {}, links = {}) => {
    const wrap = (strong: boolean, href: string | null) => (chunks: readonly (string | Part)[]) => ({
      text: chunks.map((chunk) => (typeof chunk === 'string' ? chunk : chunk.text)).join(''),
      strong,
      href,
    });
    const tags = Object.entries(links).map(([name, href]) => [name, wrap(false, href)] as const);
    const format = compiledMessage(language, catalogue[language][key]);
    const parts = format.format<Part>({ ...params, b: wrap(true, null), ...Object.fromEntries(tags) });
    return (Array.isArray(parts) ? parts : [parts]).map((part) =>
      typeof part === 'string' ? { text: part, strong: false, href: null } : part,
    );
  };
}

const LOCALES: Readonly<Record<Language, string>> = { fr: 'fr-FR', en: 'en-GB' };
const compiled = new Map<string, IntlMessageFormat>();

/**
 * One ICU message with its parameters. Authors write plain spaces; French spacing is set here, in the message only,
 * so that names handed in as parameters stay as they are.
 */
export function sentence(language: Language, message: string, params: Params = {}): string {
  return String(compiledMessage(language, message).format(params));
}

function compiledMessage(language: Language, message: string): IntlMessageFormat {
  const key = `${language} ${message}`;
  const format = compiled.get(key) ?? new IntlMessageFormat(spaced(language, message), LOCALES[language]);
  compiled.set(key, format);
  return format;
}

/** A narrow no-break space before ; ! ?, a no-break space before : and % and inside « ». */
export function spaced(language: Language, text: string): string {
  if (language !== 'fr') return text;
  return text
    .replaceAll(/ ([;!?])/g, '\u202f$1')
    .replaceAll(/ ([:%»])/g, '\u00a0$1')
    .replaceAll('« ', '«\u00a0');
}

/** The names of the parameters of an ICU message, each once, sorted. */
export function parametersOf(message: string): readonly string[] {
  return [...new Set(placesOf(message).map(({ name }) => name))].sort();
}

/** Where a parameter stands in a message: as text, in a choice, as a tag, or in a form that ICU would make itself. */
export interface Place {
  readonly name: string;
  readonly kind: 'text' | 'choice' | 'tag' | 'formatted';
}

/** Every place of a parameter in an ICU message. */
export function placesOf(message: string): readonly Place[] {
  const places: Place[] = [];
  collect(new IntlMessageFormat(message, 'en').getAst(), places);
  return places;
}

type Node = ReturnType<IntlMessageFormat['getAst']>[number];

/** The numbers of the parser for `{n, number}`, `{n, date}` and `{n, time}`, and for `<name>…</name>`. */
const FORMATTED = [2, 3, 4];
const TAG = 8;

function collect(nodes: readonly Node[], places: Place[]): void {
  for (const node of nodes) {
    if (isParameter(node)) places.push({ name: node.value, kind: kindOf(node) });
    if ('options' in node) for (const { value } of Object.values(node.options)) collect(value, places);
    if ('children' in node) collect(node.children, places);
  }
}

function kindOf(node: Node): Place['kind'] {
  if (node.type === TAG) return 'tag';
  if (FORMATTED.includes(node.type)) return 'formatted';
  return 'options' in node ? 'choice' : 'text';
}

/** Everything but literal text (type 0 of the parser) and `#` (type 7, without a value) names a parameter. */
function isParameter(node: Node): node is Node & { readonly value: string } {
  return node.type !== 0 && 'value' in node;
}
