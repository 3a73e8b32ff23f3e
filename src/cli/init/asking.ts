import type { Tried } from '../../app/init/try-answer.ts';
import { ownMessages } from '../../app/report/locales.ts';
import type { Language } from '../../model/member.ts';
import { plainReasonSpeaker } from '../../report/text/reasons.ts';
import { type Say, speaker } from '../../report/text/words.ts';
import type { AskWords } from '../ask.ts';

/** How the questions are put: the language of the machine's user. */
export interface Asking {
  readonly say: Say<'setup'>;
  readonly words: AskWords;
  /** Why an answer will not do, once it was tried; keeps what came of it where it will. */
  tried<T>(outcome: Tried<T>, keep: (value: T) => void): string | undefined;
}

/** Questions in one language. */
export function askingIn(language: Language): Asking {
  const say = speaker(ownMessages, 'setup', language);
  const sayReason = plainReasonSpeaker(ownMessages, language);
  return {
    say,
    words: { stopped: say('init.stopped'), answer: say('init.answer') },
    tried(outcome, keep) {
      if ('problem' in outcome) return sayReason(outcome.problem);
      keep(outcome.value);
      return undefined;
    },
  };
}
