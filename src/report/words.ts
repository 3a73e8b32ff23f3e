import { IntlMessageFormat } from 'intl-messageformat';
import { messageOf, UsageError } from '../errors.ts';
import { LANGUAGES, type Language } from '../model/member.ts';

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
function spaced(language: Language, text: string): string {
  if (language !== 'fr') return text;
  return text
    .replaceAll(/ ([;!?])/g, '\u202f$1')
    .replaceAll(/ ([:%»])/g, '\u00a0$1')
    .replaceAll('« ', '«\u00a0');
}

/** Sentences that the organisation words differently: language → key → ICU message. */
export type Rewording = Readonly<Partial<Record<Language, Readonly<Record<string, string>>>>>;

/**
 * The catalogue with some sentences replaced.
 * @throws {UsageError} naming `source` and every key that does not exist, is no ICU message, or uses a parameter
 * that the sentence has not.
 */
export function reworded<Key extends string>(
  catalogue: Catalogue<Key>,
  rewording: Rewording,
  source: string,
): Catalogue<Key> {
  const problems = LANGUAGES.flatMap((language) =>
    Object.entries(rewording[language] ?? {}).flatMap(([key, message]) =>
      problemsOf(key, message, catalogue[language]).map((problem) => `${language}.${key}: ${problem}`),
    ),
  );
  if (problems.length > 0) throw new UsageError(`${source}: ${problems.join('; ')}.`);
  return { fr: { ...catalogue.fr, ...rewording.fr }, en: { ...catalogue.en, ...rewording.en } };
}

function problemsOf(
  key: string,
  message: string,
  messages: Readonly<Record<string, string>>,
): readonly string[] {
  const original = messages[key];
  if (original === undefined) return ['there is no such sentence'];
  try {
    const allowed = new Set(parametersOf(original));
    return parametersOf(message)
      .filter((name) => !allowed.has(name))
      .map(
        (name) =>
          `there is no {${name}} here, only ${[...allowed].map((one) => `{${one}}`).join(', ') || 'plain text'}`,
      );
  } catch (error) {
    return [`not an ICU message (${messageOf(error)})`];
  }
}

/** The names of the parameters of an ICU message, each once, sorted. */
export function parametersOf(message: string): readonly string[] {
  const names = new Set<string>();
  collect(new IntlMessageFormat(message, 'en').getAst(), names);
  return [...names].sort();
}

type Node = ReturnType<IntlMessageFormat['getAst']>[number];

function collect(nodes: readonly Node[], names: Set<string>): void {
  for (const node of nodes) {
    if (isParameter(node)) names.add(node.value);
    if ('options' in node) for (const { value } of Object.values(node.options)) collect(value, names);
    if ('children' in node) collect(node.children, names);
  }
}

/** Everything but literal text (type 0 of the parser) and `#` (type 7, without a value) names a parameter. */
function isParameter(node: Node): node is Node & { readonly value: string } {
  return node.type !== 0 && 'value' in node;
}
