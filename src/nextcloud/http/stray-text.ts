import type { RequestError } from '../../errors.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import { outsideText } from '../../model/text/outside-text.ts';

const SHOWN = 80;

/**
 * The error for an answer that has text before its document, such as a PHP warning or a page of HTML.
 * @param head the beginning of the answer.
 */
export function strayText(document: 'XML' | 'JSON', head: string, status: number): RequestError {
  const words = head
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const shown = outsideText(words.slice(0, SHOWN).replaceAll('"', "'"));
  return requestError('unexpected', because('answer.stray-text', { document, text: shown }), status);
}
