import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { IntlMessageFormat } from 'intl-messageformat';
import { type Language, LOCALES } from '../../model/member.ts';
import type { AreaMessages } from './message-types.ts';

/** The parameters of a message. Sizes, days and percentages come formatted; counts come as numbers, for plurals. */
export type Params = Readonly<Record<string, string | number>>;

/** The ICU messages of one language by their keys, as in `templates/locales/`. */
export type Messages = ReadonlyMap<string, string>;

/** The messages of a language, read when first asked for. */
export type Words = (language: Language) => Messages;

/** Whose messages: those of the member's mail, read by most, have keys without a prefix. */
export type Area = keyof AreaMessages;

/** The key of a message within its area. */
export type KeyOf<A extends Area> = keyof AreaMessages[A] & string;

/** What all of several types have. */
type All<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer One) => void
  ? One
  : never;

/** The parameters of each of several messages. */
type EachParams<M> = M extends { readonly params: infer Own } ? Own : never;
type EachTags<M> = M extends { readonly tags: infer Own extends string } ? Own : never;

/** The parameters of a message; of a key that stands for several, those of all of them. */
export type ParamsOf<A extends Area, K extends KeyOf<A>> = All<EachParams<AreaMessages[A][K]>>;

/** The tags of a message. */
type TagsOf<A extends Area, K extends KeyOf<A>> = EachTags<AreaMessages[A][K]>;

/** Keys of messages without tags. */
export type PlainKeyOf<A extends Area> = {
  [K in KeyOf<A>]: [TagsOf<A, K>] extends [never] ? K : never;
}[KeyOf<A>];

/** The arguments after a key. */
export type Given<Own> = keyof Own extends never ? [] : Own extends Params ? [params: Own] : never;

/** Says a message of an area. A parameter that is missing, misspelt or superfluous is an error of types. */
export type Say<A extends Area, Key extends PlainKeyOf<A> = PlainKeyOf<A>> = <K extends Key>(
  key: K,
  ...params: Given<ParamsOf<A, K>>
) => string;

/** Speaks one language of an area. */
export function speaker<A extends Area>(words: Words, area: A, language: Language): Say<A> {
  const messages = words(language);
  return (key, params?: Params) => sentence(language, messageOf(messages, `${prefixOf(area)}${key}`), params);
}

/** The message of a key, before its parameters are put in. */
export function messageOf(messages: Messages, key: string): string {
  const message = messages.get(key);
  if (message === undefined) throw new TypeError(`There is no message ${key}.`);
  return message;
}

/** What the keys of an area begin with. */
function prefixOf(area: Area): string {
  return area === 'mail' ? '' : `${area}.`;
}

/** The messages of an area by their keys within it, before their parameters are put in. */
export function areaMessages(messages: Messages, area: Area): ReadonlyMap<string, string> {
  const prefix = prefixOf(area);
  return new Map(
    [...messages].flatMap(([key, message]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), message]] : [],
    ),
  );
}

/** A stretch of a sentence: bold, a link, or plain. */
export interface Part {
  readonly text: string;
  readonly strong: boolean;
  readonly href: string | null;
}

type GivenParts<Own, Links extends string> = [Links] extends [never]
  ? Given<Own>
  : Own extends Params
    ? [
        params: keyof Own extends never ? Readonly<Record<string, never>> : Own,
        links: Readonly<Record<Links, string>>,
      ]
    : never;

/** As `Say`, also for messages with `<b>…</b>` and links: `<name>…</name>` leads to the address given for `name`. */
export type SayParts<A extends Area> = <K extends KeyOf<A>>(
  key: K,
  ...given: GivenParts<ParamsOf<A, K>, Exclude<TagsOf<A, K>, 'b'>>
) => readonly Part[];

/** Speaks one language of an area, in parts. */
export function partsSpeaker<A extends Area>(words: Words, area: A, language: Language): SayParts<A> {
  const messages = words(language);
  return (key, params: Params = {}, links: Readonly<Record<string, string>> = {}) => {
    const wrap = (strong: boolean, href: string | null) => (chunks: readonly (string | Part)[]) => ({
      text: chunks.map((chunk) => (typeof chunk === 'string' ? chunk : chunk.text)).join(''),
      strong,
      href,
    });
    const tags = Object.entries(links).map(([name, href]) => [name, wrap(false, href)] as const);
    const format = compiledMessage(language, messageOf(messages, `${prefixOf(area)}${key}`));
    const parts = format.format<Part>({ ...params, b: wrap(true, null), ...Object.fromEntries(tags) });
    return (Array.isArray(parts) ? parts : [parts]).map((part) =>
      typeof part === 'string' ? { text: part, strong: false, href: null } : part,
    );
  };
}

const compiled = new Map<string, IntlMessageFormat>();

/**
 * One ICU message with its parameters. Authors write plain spaces; those that may not break are set here, in the message only,
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

/** A no-break space before %; in French also before : and inside « », and a narrow one before ; ! ?. */
export function spaced(language: Language, text: string): string {
  const bound = text.replaceAll(' %', '\u00a0%');
  if (language !== 'fr') return bound;
  return bound
    .replaceAll(/ ([;!?])/g, '\u202f$1')
    .replaceAll(/ ([:»])/g, '\u00a0$1')
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
  collect(parse(message), places);
  return places;
}

type Node = ReturnType<typeof parse>[number];

function collect(nodes: readonly Node[], places: Place[]): void {
  for (const node of nodes) {
    const kind = kindOf(node);
    if (kind !== null && 'value' in node) places.push({ name: node.value, kind });
    if ('options' in node) for (const { value } of Object.values(node.options)) collect(value, places);
    if ('children' in node) collect(node.children, places);
  }
}

/** Null for what names no parameter. */
function kindOf({ type }: Node): Place['kind'] | null {
  switch (type) {
    case TYPE.argument:
      return 'text';
    case TYPE.plural:
    case TYPE.select:
      return 'choice';
    case TYPE.tag:
      return 'tag';
    case TYPE.number:
    case TYPE.date:
    case TYPE.time:
      return 'formatted';
    default:
      return null;
  }
}
