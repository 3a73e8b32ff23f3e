import type { Language } from '../model/member.ts';
import { lineSpeaker, type SayLine } from '../report/text/lines.ts';
import type { AppContext } from './context.ts';
import { localeLanguage } from './init/usual-answers.ts';
import { ownMessages } from './report/locales.ts';

/** What the terminal is spoken to in. */
export type TerminalLanguage = Extract<Language, 'en' | 'fr'>;

/** French where the locale of the environment is French, else English. */
export function terminalLanguage({ environment }: Pick<AppContext, 'environment'>): TerminalLanguage {
  return localeLanguage(environment) === 'fr' ? 'fr' : 'en';
}

/** Speaks to whoever started the command, in the language of their locale. */
export function terminalSpeaker(context: Pick<AppContext, 'environment'>): SayLine {
  return linesIn(terminalLanguage(context));
}

/** The lines of the terminal in one language; programs that read them get English. */
export function linesIn(language: TerminalLanguage): SayLine {
  return lineSpeaker(ownMessages, language);
}
