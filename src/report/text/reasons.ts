import type { Language } from '../../model/member.ts';
import type { ReasonData } from '../../model/reasons/kinds.ts';
import { isReasonKey, type Reason, shownEnglish } from '../../model/reasons/reason.ts';
import {
  areKnown,
  capitalised,
  type ReasonWords,
  reasonSentence,
  wordsOf,
} from '../../model/reasons/sentence.ts';
import { outsideText } from '../../model/text/outside-text.ts';
import { sentence, spaced, type Words } from './words.ts';

/** What the result document holds of why something is not known. */
export interface ReasonRow {
  readonly reason: string | null;
  readonly reasons: readonly ReasonData[];
}

/** Says why, in one language, with a capital; empty where nothing is missing. */
export type SayReason = (row: ReasonRow) => string;

/** Speaks one language of the reasons. */
export function reasonSpeaker(words: Words, language: Language): SayReason {
  const messages = words(language);
  const message = (key: string) => messages.get(`reason.${key}`) ?? englishOf(key);
  // A reason may quote the server: nothing of it becomes a link.
  return (row) => outsideText(capitalised(worded(row, language, message)));
}

/** Says why to whoever sets menage up: addresses and paths stand as they are. */
export function plainReasonSpeaker(words: Words, language: Language): (reason: Reason) => string {
  if (language === 'en') return (reason) => reasonSentence([reason]);
  const messages = words(language);
  const message = (key: string) => messages.get(`reason.${key}`) ?? englishOf(key);
  const format: ReasonWords['format'] = (text, params) => sentence(language, text, params);
  const clauseEnd = clauseEndOf(language);
  const same = (text: string) => text;
  return (reason) =>
    capitalised(wordsOf([reason], { message, format, opening: same, following, clauseEnd, text: same }));
}

/** The English of a reason as it stands, to be made harmless: without what would name a private folder or file. */
export function plainReason(row: ReasonRow): string {
  return worded(row, 'en', englishOf);
}

/** Results of other versions, whose keys are not known, give their English sentence. */
function worded({ reason, reasons }: ReasonRow, language: Language, message: ReasonWords['message']): string {
  if (reason === null) return '';
  if (reasons.length === 0 || !areKnown(reasons)) return withoutPaths(reason);
  const format: ReasonWords['format'] = (text, params) => sentence(language, text, params);
  const opening = (text: string) => (language === 'en' ? capitalised(text) : text);
  const clauseEnd = clauseEndOf(language);
  return wordsOf(reasons, { message, format, opening, following, clauseEnd, text: withoutPaths });
}

/** French sets a space before a semicolon. */
function clauseEndOf(language: Language): string {
  return language === 'fr' ? spaced(language, ' ; ') : '; ';
}

/** An address keeps its own letters. */
function following(text: string): string {
  return /^https?:/.test(text) ? text : capitalised(text);
}

/** The English of the views; null where the key is not known. */
function englishOf(key: string): string | null {
  return isReasonKey(key) ? shownEnglish(key) : null;
}

/** What a server said, or an earlier version wrote, may quote a path or a request: it would name a private folder. */
function withoutPaths(text: string): string {
  return text
    .replaceAll(/“\/.*?” \((?=[a-z]+:[a-z]+[,)])/g, '“…” (')
    .replaceAll(/\b[A-Z]{3,9} \/\S+ not sent/g, 'not sent')
    .replaceAll(/\b[A-Z]{3,9} (?:\/|https?:)\S+/g, 'the server')
    .replaceAll(/(^|[\s("'“«])\/[^\s)"'”»,;]+/g, '$1…');
}
