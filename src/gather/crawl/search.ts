import { RequestError } from '../../model/errors.ts';
import { parentOf, type TreePath } from '../../model/path/path.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { DavEntry } from '../../nextcloud/dav/entry.ts';
import { ownerSearch, type SearchedRows } from '../../nextcloud/dav/owner-search.ts';
import { askForEntries, FIRST_MAJOR_WITH_CHEAP_CHECKSUMS, type Sink } from '../../nextcloud/dav/request.ts';
import { assertTimeIsLeft, isLarge, type Reading, take } from './reading.ts';

/** Pages that only double: what a request costs hardly depends on its rows, and a first read has a bound of requests. */
const STEADY_PAGES = 7;
const STEADY_FACTOR = 4;
const TOO_BIG = ['too-big', 'cut-short'];
const MAX_SHRINKS = 1;

interface SearchKind {
  readonly rows: SearchedRows;
  /** Of the first page. */
  readonly limit: number;
  /** To stop after the first page, full or not. */
  readonly onePage?: boolean;
}

/**
 * Reads the member's own storage by SEARCH, page by page; a page that is too big is asked for again in a smaller size.
 * @returns how many rows came, and whether the first page held them all.
 * @throws {RequestError}
 */
async function searchPages(
  reading: Reading,
  kind: SearchKind,
  sink: Sink<DavEntry>,
): Promise<{ readonly rows: number; readonly whole: boolean }> {
  let rows = 0;
  let first = 0;
  let ceiling = Number.POSITIVE_INFINITY;
  let shrinks = 0;
  for (let page = 0; ; ) {
    const limit = Math.min(pageLimit(kind.limit, page), ceiling);
    const search = { rows: kind.rows, sizeBound: reading.checksumsFrom, limit, first };
    assertTimeIsLeft(reading);
    reading.requests++;
    try {
      const count = await askForEntries(
        reading.session,
        ownerSearch(reading.member, reading, search),
        reading.address,
        sink,
        reading,
      );
      rows += count;
      // The root is counted in its page and then left out: one row less is still a full page (API notes, 2.3).
      if (count < limit - 1) return { rows, whole: page === 0 };
      if (kind.onePage === true) return { rows, whole: false };
      first += limit;
      page++;
    } catch (error) {
      if (!(error instanceof RequestError) || !TOO_BIG.includes(error.failure)) throw error;
      if (++shrinks > MAX_SHRINKS || limit < 20) throw error;
      ceiling = Math.ceil(limit / 10);
    }
  }
}

/** 1, 2, 4, 4 … times the first page, and from the eighth page on twice the one before. */
export function pageLimit(first: number, page: number): number {
  const factor = Math.min(2 ** page, STEADY_FACTOR) * 2 ** Math.max(0, page - STEADY_PAGES);
  return first * factor;
}

/** Takes the own folders of today into the tree, all in one answer or few. */
export async function readFolders(reading: Reading): Promise<void> {
  await searchPages(reading, { rows: 'folders', limit: reading.pageSize * 4 }, async (batch) => {
    // Rows that tie can stand on two pages.
    await take(
      reading,
      batch.filter(({ path }) => !reading.folders.has(path)),
    );
  });
}

/**
 * Reads a whole tree by SEARCH. A tree of one page is one moment of the server. A larger one is read again after the
 * folders: their etags must be older than what was read of them, else a change in between would stay unseen.
 */
export async function readBySearch(reading: Reading): Promise<void> {
  const page = { rows: 'all', limit: reading.pageSize, onePage: true } as const;
  const probe = await searchPages(reading, page, async (batch) => {
    await take(reading, batch);
  });
  if (probe.whole) return;
  await readByPages(reading, reading.pageSize * 2);
}

/** Reads the folders, then all files page by page. */
export async function readByPages(reading: Reading, limit: number): Promise<void> {
  await restart(reading);
  await readFolders(reading);
  await readFiles(reading, limit);
}

/** Reads all files page by page into a tree that has its folders: small ones apart where they need no checksums. */
export async function readFiles(reading: Reading, limit: number): Promise<void> {
  const isApart = reading.major >= FIRST_MAJOR_WITH_CHEAP_CHECKSUMS && reading.checksumsFrom > 0;
  let rows = 0;
  for (const kind of isApart ? (['small-files', 'large-files'] as const) : (['files'] as const)) {
    // A file whose folder came after the folders were read is left to the list of that folder: if it stood here alone, and
    // the folder went again, no list would take it out.
    const isWanted = (entry: DavEntry) =>
      !entry.isFolder &&
      (kind === 'files' || isLarge(reading, entry) === (kind === 'large-files')) &&
      isInKnownFolder(reading, entry.path);
    const pages = await searchPages(reading, { rows: kind, limit }, async (batch) => {
      await take(reading, batch.filter(isWanted));
    });
    rows += pages.rows;
  }
  const { files } = await reading.sink.totals();
  if (files === reading.filesTaken) return;
  // No three keys are unique: rows that tie can stand on two pages and push others out. One page has no seams.
  if (limit > rows) throw requestError('unexpected', because('tree.same-rows'), 207);
  await readByPages(reading, rows + reading.pageSize);
}

function isInKnownFolder({ folders }: Reading, path: TreePath): boolean {
  const folder = parentOf(path);
  return folder === '/' || folders.has(folder);
}

/** Forgets what was read of the tree. */
export async function restart(reading: Reading): Promise<void> {
  await reading.sink.drop(['/']);
  reading.folders.clear();
  reading.gaps.clear();
  reading.kept.clear();
  reading.odd.clear();
  reading.mountsIn.clear();
  reading.looked.clear();
  reading.keptMoved = false;
  reading.held = 0;
  reading.filesTaken = 0;
  reading.uploads?.restart();
}
