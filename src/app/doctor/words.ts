import { MenageError, messageOf } from '../../model/errors.ts';
import type { Reason } from '../../model/reasons/reason.ts';
import type { SayLine } from '../../report/text/lines.ts';
import { plainReasonSpeaker } from '../../report/text/reasons.ts';
import { ownMessages } from '../report/locales.ts';
import { linesIn, type TerminalLanguage } from '../terminal.ts';

/** What makes words of a diagnosis, in one language. */
export interface DoctorWords {
  readonly say: SayLine;
  /** Why something is not known. */
  because(reason: Reason): string;
  /** What went wrong: by its reason where it has one; errors of usage are English. */
  problem(error: unknown): string;
}

/** The words of a language. */
export function doctorWords(language: TerminalLanguage): DoctorWords {
  const because = plainReasonSpeaker(ownMessages, language);
  return {
    say: linesIn(language),
    because,
    problem(error) {
      const reason = error instanceof MenageError ? error.reason : null;
      return language === 'en' || reason === null ? messageOf(error) : because(reason);
    },
  };
}
