import { outsideText } from '../../model/text/outside-text.ts';
import { visibleText } from '../../model/text/visible-text.ts';

/** Longest name that views show whole, in characters. */
const LONGEST = 60;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const ISOLATE = '\u2068';
const END_OF_ISOLATE = '\u2069';

/**
 * A name or path from the server as one line of harmless text, shortened in the middle so that both its beginning
 * and its ending (`.mp4`) stay, nothing in it a link; one written from right to left is isolated (UAX 9), so that it cannot turn what
 * stands around it.
 */
export function shownName(text: string, longest = LONGEST): string {
  // What is left of an address when it is shortened could be one again.
  const short = outsideText(shortened(visibleText(text), longest));
  return RIGHT_TO_LEFT.test(short) ? `${ISOLATE}${short}${END_OF_ISOLATE}` : short;
}

function shortened(text: string, longest: number): string {
  const characters = [...text];
  if (characters.length <= longest) return text;
  const tail = Math.floor(longest / 3);
  const head = longest - tail - 1;
  return `${characters.slice(0, head).join('').trimEnd()}…${characters.slice(-tail).join('').trimStart()}`;
}

/** A path as people read it: « Photos › 2023 » for `/Photos/2023`. */
export function placeName(path: string): string {
  return shownName(path.slice(1).replaceAll('/', ' › '));
}

/** Whether French puts « d’ » before a name instead of « de »: before a vowel, and before an h as in « Hyères ». */
export function firstSound(name: string): 'vowel' | 'other' {
  return /^[aeiouyhœæ]/i.test(name.normalize('NFD')) ? 'vowel' : 'other';
}
