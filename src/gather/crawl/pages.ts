import { RequestError } from '../../model/errors.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { DavEntry } from '../../nextcloud/dav/entry.ts';
import { askForPage, FIRST_MAJOR_WITH_PAGES } from '../../nextcloud/dav/pages.ts';
import type { Sink } from '../../nextcloud/dav/request.ts';
import type { ReadingRequest } from '../../nextcloud/http/guard.ts';
import { assertTimeIsLeft, type Reading } from './reading.ts';
import { pageLimit } from './search.ts';

/** Whether a large answer is better asked for in pages. */
export function makesPages({ major, memory }: Reading): boolean {
  return major >= FIRST_MAJOR_WITH_PAGES && memory.pages;
}

/**
 * Sends a listing request and reads its answer page by page, so that no single answer grows with the tree. The server
 * makes up the whole list at the first page and hands out the rest from memory: all pages are one moment.
 * @throws {RequestError} 'cut-short' when pages do not make up the whole; what came stays in the sink.
 */
export async function askByPages(
  reading: Reading,
  request: ReadingRequest,
  sink: Sink<DavEntry>,
): Promise<void> {
  const { session, address, memory, pageSize } = reading;
  reading.requests++;
  const first = await askForPage(
    session,
    request,
    { token: null, offset: 0, count: pageSize },
    address,
    sink,
    reading,
  );
  if (first.listing === null) {
    // More than a page in one answer: this server does not know what a page is.
    if (first.rows > pageSize) memory.pages = false;
    return;
  }
  assertWhole(first.rows, Math.min(pageSize, first.listing.total));
  try {
    await readFurther(reading, request, { ...first.listing, read: first.rows }, sink);
  } catch (error) {
    // A server that forgets its pages would make up the whole list again for each of them.
    if (error instanceof RequestError && error.failure === 'cut-short') memory.pages = false;
    throw error;
  }
}

interface Begun {
  readonly token: string;
  readonly total: number;
  /** Rows of the first page. */
  readonly read: number;
}

async function readFurther(
  reading: Reading,
  request: ReadingRequest,
  { token, total, read }: Begun,
  sink: Sink<DavEntry>,
): Promise<void> {
  const { session, address, pageSize } = reading;
  let offset = read;
  for (let page = 1; offset < total; page++) {
    const count = pageLimit(pageSize, page);
    assertTimeIsLeft(reading);
    reading.requests++;
    const { rows } = await askForPage(session, request, { token, offset, count }, address, sink, reading);
    assertWhole(rows, Math.min(count, total - offset));
    offset += rows;
  }
}

/** Pages lie in the server's memory row by row, and a row that was pushed out there is missing. */
function assertWhole(rows: number, wanted: number): void {
  if (rows === wanted) return;
  throw requestError('cut-short', because('tree.page-rows', { wanted, rows }), 207);
}
