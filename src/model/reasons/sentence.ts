import { IntlMessageFormat } from 'intl-messageformat';
import type { ParamData, ParamKind, ReasonData } from './kinds.ts';
import { entryOf, isReasonKey, reasonsIn } from './reason.ts';

/** What makes words of reasons: the contract's English, or a view's language. */
export interface ReasonWords {
  /** The ICU message of a key; null where the key is not known. */
  message(key: string): string | null;
  /** One ICU message with its parameters. */
  format(message: string, params: Readonly<Record<string, string | number>>): string;
  /** The beginning of a sentence, which may stand within another one. */
  opening(text: string): string;
  /** A sentence that follows on another one. */
  following(text: string): string;
  /** What stands between clauses. */
  readonly clauseEnd: string;
  /** A text from outside as it is shown. */
  text(text: string): string;
}

/** The sentences of reasons, one after the other. */
export function wordsOf(reasons: readonly ReasonData[], words: ReasonWords): string {
  const list = reasons.map((reason) => sentenceOf(reason, words));
  return inARow(list, words);
}

function inARow(list: readonly string[], words: ReasonWords): string {
  return list.map((one, at) => (at === 0 ? one : words.following(one))).join(' ');
}

function sentenceOf({ key, params }: ReasonData, words: ReasonWords): string {
  const message = words.message(key);
  if (message === null || !isReasonKey(key)) return '';
  const kinds = Object.entries(entryOf(key).params);
  const values = kinds.map(([name, kind]) => [name, shownValue(kind, params[name] ?? '', words)] as const);
  return words.format(message, Object.fromEntries(values));
}

function shownValue(kind: ParamKind, value: ParamData, words: ReasonWords): string | number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return kind === 'private' ? value : words.text(value);
  const list = value.map((one) => (typeof one === 'string' ? words.text(one) : sentenceOf(one, words)));
  switch (kind) {
    case 'sentences':
      return inARow(list, words);
    case 'phrase':
      return inARow(list, words).replace(/\.$/, '');
    case 'clauses':
      return list.join(words.clauseEnd);
    case 'opening':
      return words.opening(list.join(', '));
    default:
      return list.join(', ');
  }
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const compiled = new Map<string, IntlMessageFormat>();

const CONTRACT: ReasonWords = {
  message: (key) => (isReasonKey(key) ? entryOf(key).en : null),
  format(message, params) {
    const format = compiled.get(message) ?? new IntlMessageFormat(message, 'en-GB');
    compiled.set(message, format);
    return String(format.format(params));
  },
  opening: capitalised,
  following: (text) => text,
  clauseEnd: '; ',
  text: (text) => text,
};

/** The English sentences of the result document: part of the contract, byte for byte. */
export function reasonSentence(reasons: readonly ReasonData[]): string {
  return wordsOf(reasons, CONTRACT);
}

/** What the result document holds of reasons: the sentences for people, the keys for programs. */
export function reasonFields(reasons: readonly ReasonData[]): {
  readonly reason: string | null;
  readonly reasons: ReasonData[];
} {
  return { reason: reasons.length === 0 ? null : reasonSentence(reasons), reasons: [...reasons] };
}

/** Whether this version has words for all of these: every key is known, with parameters of the right kinds. */
export function areKnown(reasons: readonly ReasonData[]): boolean {
  return reasons.every(({ key, params }) => {
    if (!isReasonKey(key)) return false;
    const kinds = Object.entries(entryOf(key).params);
    return (
      Object.keys(params).length === kinds.length &&
      kinds.every(([name, kind]) => Object.hasOwn(params, name) && isOfKind(params[name] ?? '', kind))
    );
  });
}

function isOfKind(value: ParamData, kind: ParamKind): boolean {
  switch (kind) {
    case 'number':
      return typeof value === 'number';
    case 'text':
    case 'member':
    case 'private':
      return typeof value === 'string';
    case 'texts':
    case 'members':
      return typeof value === 'object' && value.every((one) => typeof one === 'string');
    default:
      return (
        typeof value === 'object' && reasonsIn(value).length === value.length && areKnown(reasonsIn(value))
      );
  }
}
