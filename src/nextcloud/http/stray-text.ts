import { RequestError } from '../../errors.ts';
import { outsideText } from '../../model/outside-text.ts';

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
  return new RequestError(
    'unexpected',
    `The answer has text before its ${document}: "${shown}"; where PHP writes warnings into answers, set display_errors to Off there.`,
    status,
  );
}
