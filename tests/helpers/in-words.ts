import type { Reason } from '../../src/model/reasons/reason.ts';
import { reasonSentence } from '../../src/model/reasons/sentence.ts';

/** Matches a reason, or several, by the English sentence of the result document: a part of it, or a pattern. */
export function inWords(expected: string | RegExp) {
  return {
    asymmetricMatch: (actual: Reason | readonly Reason[]) => {
      const sentence = reasonSentence([actual].flat());
      return typeof expected === 'string' ? sentence.includes(expected) : expected.test(sentence);
    },
    toString: () => `a reason in the words ${expected}`,
  };
}
