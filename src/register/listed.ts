import type { Reason } from '../model/reasons/reason.ts';
import type { ListedLink } from '../model/register/entry.ts';
import type { HashToken } from '../model/share.ts';
import type { ReadShareLink } from './share-link.ts';

/** By what a list of links is understood. */
export interface Reader {
  readonly readShareLink: ReadShareLink;
  readonly hashToken: HashToken;
}

/** The share links of one list, each once, or why they are not known. */
export type Listed =
  | {
      readonly links: readonly ListedLink[];
      /** Other addresses of elsewhere, each once. */
      readonly others: number;
    }
  | { readonly missing: Reason };

/** More is no list that people keep. */
export const MOST_LINKS = 2_000;
const LONGEST_TEXT = 200;

/** A text of a list in one line and short; null where nothing is left. */
export function shortText(text: string): string | null {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  if (line === '') return null;
  const characters = [...line];
  return characters.length <= LONGEST_TEXT ? line : `${characters.slice(0, LONGEST_TEXT - 1).join('')}…`;
}
