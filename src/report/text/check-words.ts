import type { CheckInfo } from '../../model/check-info.ts';
import type { Language } from '../../model/member.ts';
import type { ResultFinding } from '../../model/result.ts';
import type { ReportInput } from '../input.ts';
import { checkMessages, findingWords } from './check-texts.ts';
import type { Format } from './format.ts';
import { type Messages, parametersOf, sentence } from './words.ts';

/** The words of a check that do not depend on one finding. */
export interface CheckWords {
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
}

/** What speaks one language of the checks. */
interface CheckLocale {
  readonly language: Language;
  readonly messages: Messages;
}

/** Title, reason and remedy of a check; its id where the list does not know it. */
export function checkWords(
  { checks }: Pick<ReportInput, 'checks'>,
  id: string,
  locale: CheckLocale,
): CheckWords {
  if (!checks.some((one) => one.id === id)) return { title: id, why: '', remedy: '' };
  const { title, why, remedy } = checkMessages(locale.messages, id);
  return { title: general(title, locale), why: general(why, locale), remedy: general(remedy, locale) };
}

/** A message as it reads where no single finding is meant. */
function general(message: string, { language }: CheckLocale): string {
  const several = parametersOf(message).map((name) => [name, 2] as const);
  return sentence(language, message, Object.fromEntries(several));
}

/** The sentence on one finding. */
export function findingSentence(
  check: CheckInfo,
  finding: ResultFinding,
  { messages, format }: Pick<CheckLocale, 'messages'> & { readonly format: Format },
): string {
  return findingWords(check, finding, messages, format).finding;
}
