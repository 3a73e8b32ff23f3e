import type { Language } from '../../model/member.ts';
import type { RunResult } from '../../model/result.ts';
import { outsideText } from '../../model/text/outside-text.ts';
import { type RunLimit, runLimits } from '../figures/run-kind.ts';
import { type Say, speaker, type Words } from './words.ts';

/** The title of a run that does not stand for all members, and what that changes. */
export interface RunLimitText {
  readonly label: string;
  readonly note: string;
}

/** Says why a run does not stand for all members; empty where it does. */
export function runLimitTexts(result: RunResult, words: Words, language: Language): readonly RunLimitText[] {
  const say = speaker(words, 'export', language);
  return runLimits(result).map((limit) => textOf(limit, say));
}

function textOf(limit: RunLimit, say: Say<'export'>): RunLimitText {
  switch (limit.kind) {
    case 'members':
      return {
        label: say('limit.members', { n: limit.n, who: outsideText(limit.who) }),
        note: say('limit.membersNote'),
      };
    case 'interrupted':
      return {
        label: say('limit.interrupted'),
        note: say('limit.interruptedNote', { read: limit.read, notReached: limit.notReached }),
      };
    case 'interrupted-first':
      return { label: say('limit.interrupted'), note: say('limit.interruptedFirstNote') };
    case 'failed':
      return { label: say('limit.failed'), note: say('limit.failedNote') };
  }
}
