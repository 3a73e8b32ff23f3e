import type { RequestError } from '../../model/errors.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import { outsideText } from '../../model/text/outside-text.ts';
import type { Answer } from './exchange.ts';

const SHOWN = 80;
/** Characters of a page that are looked at. */
const PAGE_HEAD = 2_000;

/**
 * The error for an answer that has text before its document, such as a PHP warning or a page of HTML.
 * @param head the beginning of the answer.
 */
export function strayText(document: 'XML' | 'JSON', head: string, status: number): RequestError {
  return requestError(
    'unexpected',
    because('answer.stray-text', { document, text: visibleWords(head) }),
    status,
  );
}

/**
 * The error for a page in the place of a document, as a portal, a login page or a proxy before the server gives it.
 * @param head the beginning of the answer.
 */
export function strayPage(head: string, status: number): RequestError {
  return requestError('unexpected', because('answer.page', { status, text: visibleWords(head) }), status);
}

/** The error for an answer that is no multistatus by its status: a page, or whatever else. */
export async function notMultistatus({ status, header, body }: Answer): Promise<RequestError> {
  if (!(header('content-type') ?? '').includes('html'))
    return requestError('unexpected', because('answer.status', { status }), status);
  let head = '';
  for await (const chunk of body) {
    head += chunk.toString('utf8');
    if (head.length >= PAGE_HEAD) break;
  }
  return strayPage(head.slice(0, PAGE_HEAD), status);
}

/** The beginning of what a reader would see of a page. */
export function visibleWords(head: string): string {
  const words = head
    .replaceAll(/<(script|style)\b.*?(<\/\1\s*>|$)/gis, ' ')
    .replaceAll(/<[^>]*(?:>|$)/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return outsideText(words.slice(0, SHOWN).replaceAll('"', "'"));
}
