import { type Catalogue, type Params, type Part, partsSpeaker, speaker } from './words.ts';
import { WORDS_MAIL_EN } from './words-mail-en.ts';
import { WORDS_MAIL_END_EN } from './words-mail-end-en.ts';
import { type MailEndKey, WORDS_MAIL_END_FR } from './words-mail-end-fr.ts';
import { type MailKey, WORDS_MAIL_FR } from './words-mail-fr.ts';

export type AnyMailKey = MailKey | MailEndKey;

/** Every sentence of the member's mail. */
export const WORDS_MAIL: Catalogue<AnyMailKey> = {
  fr: { ...WORDS_MAIL_FR, ...WORDS_MAIL_END_FR },
  en: { ...WORDS_MAIL_EN, ...WORDS_MAIL_END_EN },
};

/** Speaks one language of the mail. */
export interface MailLocale {
  say(key: AnyMailKey, params?: Params): string;
  parts(key: AnyMailKey, params?: Params, links?: Readonly<Record<string, string>>): readonly Part[];
}

/** The mail's sentences in one language. */
export function mailLocale(catalogue: Catalogue<AnyMailKey>, language: 'fr' | 'en'): MailLocale {
  return { say: speaker(catalogue, language), parts: partsSpeaker(catalogue, language) };
}
