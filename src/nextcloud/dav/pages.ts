import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { Answer, Session } from '../http/exchange.ts';
import type { ReadingRequest } from '../http/guard.ts';
import type { DavEntry } from './entry.ts';
import { askForEntries, type RowReading, type Sink } from './request.ts';

/** From here on the server cuts a listing into pages when it is asked to (Nextcloud API notes, 1.9). */
export const FIRST_MAJOR_WITH_PAGES = 31;

/** Which page of a listing is wanted; the first has no token yet. */
export interface WantedPage {
  readonly token: string | null;
  readonly offset: number;
  readonly count: number;
}

export interface ReadPage {
  readonly rows: number;
  /** The listing that the next pages belong to; null where the answer is no page but the whole listing. */
  readonly listing: { readonly token: string; readonly total: number } | null;
}

/**
 * Reads one page of a PROPFIND (`X-NC-Paginate`, RFC 4918 below it). The first answer carries token and total, or
 * neither: then it is whole, for it fits the page or the server knows no pages.
 * @throws {RequestError} 'cut-short' for a later page that is none of this listing: the server forgot it (an hour, or
 * no memory cache at all) and lists anew, which may be another moment of the tree. Nothing of it reaches the sink.
 */
export async function askForPage(
  session: Session,
  request: ReadingRequest,
  page: WantedPage,
  root: string,
  sink: Sink<DavEntry>,
  reading: RowReading = {},
): Promise<ReadPage> {
  let listing: ReadPage['listing'] = null;
  const listening: Session = {
    ...session,
    ask: (asked, consume) =>
      session.ask(asked, (answer) => {
        if (page.token !== null) assertBelongs(answer);
        else listing = listingOf(answer);
        return consume(answer);
      }),
  };
  const headers = { ...request.headers, ...headersOf(page) };
  const rows = await askForEntries(listening, { ...request, headers }, root, sink, reading);
  return { rows, listing };
}

function headersOf({ token, offset, count }: WantedPage): Readonly<Record<string, string>> {
  const wanted = { 'X-NC-Paginate': 'true', 'X-NC-Paginate-Count': String(count) };
  if (token === null) return wanted;
  return { ...wanted, 'X-NC-Paginate-Token': token, 'X-NC-Paginate-Offset': String(offset) };
}

function listingOf({ header }: Answer): ReadPage['listing'] {
  const token = header('x-nc-paginate-token');
  const total = header('x-nc-paginate-total') ?? '';
  if (header('x-nc-paginate') !== 'true' || token === null || !/^\d{1,9}$/.test(total)) return null;
  return { token, total: Number(total) };
}

/** A later page has no token of its own: a new one stands for a new listing. */
function assertBelongs({ header, status }: Answer): void {
  if (header('x-nc-paginate') === 'true' && header('x-nc-paginate-token') === null) return;
  throw requestError('cut-short', because('tree.listing-forgotten'), status);
}
