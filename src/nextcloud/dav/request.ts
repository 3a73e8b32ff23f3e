import { RequestError } from '../../model/errors.ts';
import type { OddRecord } from '../../model/odd-record.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { Answer, Session } from '../http/exchange.ts';
import type { ReadingRequest } from '../http/guard.ts';
import { notMultistatus } from '../http/stray-text.ts';
import { utf8Reader } from '../http/utf8.ts';
import { type DavEntry, type EntryReaderOf, entryReader } from './entry.ts';
import { multistatusReader } from './multistatus.ts';
import { oddRow } from './odd-row.ts';
import type { Resource } from './resource.ts';

export const XML = '<?xml version="1.0"?>';
export const NAMESPACES =
  'xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns" xmlns:nc="http://nextcloud.org/ns"';

/** Before, each checksum that is not there cost a lookup (Nextcloud API notes, 1.7). */
export const FIRST_MAJOR_WITH_CHEAP_CHECKSUMS = 31;

/** What every entry has. */
export const COMMON_PROPERTIES =
  '<d:getlastmodified/><d:resourcetype/><oc:fileid/><oc:size/><nc:mount-type/>';

/** The properties of an entry: only cheap ones (Nextcloud API notes, 1.7). */
export function entryProperties(serverMajor: number): string {
  return `<d:getetag/>${COMMON_PROPERTIES}<nc:upload_time/>${checksums(serverMajor)}`;
}

/** `oc:checksums`, where it may be asked for. */
export function checksums(serverMajor: number): string {
  return serverMajor >= FIRST_MAJOR_WITH_CHEAP_CHECKSUMS ? '<oc:checksums/>' : '';
}

/** Takes batches of what arrives; the connection waits until it is done. */
export type Sink<T> = (batch: readonly T[]) => Promise<void>;

/** Where the files of a member lie, relative to the server's address. */
export function filesRoot(uid: string): `/${string}` {
  return `/remote.php/dav/files/${encodeURIComponent(uid)}`;
}

/** A path of a member's tree as an address. */
export function addressOf(root: `/${string}`, path: string): `/${string}` {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return path === '/' ? `${root}/` : `${root}${encoded}`;
}

/** A PROPFIND (RFC 4918, 9.1) for these properties. */
export function propfind(
  path: `/${string}`,
  depth: '0' | '1' | 'infinity',
  properties: string,
): ReadingRequest {
  // The answer to Depth 0 fits one packet: to unpack it costs more than it saves.
  const plain = depth === '0' ? { 'Accept-Encoding': 'identity' } : undefined;
  return {
    method: 'PROPFIND',
    path,
    headers: {
      Depth: depth,
      'Content-Type': 'application/xml; charset=utf-8',
      Prefer: 'return=minimal',
      ...plain,
    },
    body: `${XML}<d:propfind ${NAMESPACES}><d:prop>${properties}</d:prop></d:propfind>`,
  };
}

/**
 * Sends a DAV request and reads the entries below `root` as they arrive; returns how many rows there were. A row whose
 * address cannot be read costs this row, and is handed to `onOdd`.
 * @throws {RequestError} also for an answer that is empty, cut short or speaks of another tree in all its rows.
 */
export async function askForEntries(
  session: Session,
  request: ReadingRequest,
  root: string,
  sink: Sink<DavEntry>,
  { readerOf = entryReader, onOdd = () => undefined }: RowReading = {},
): Promise<number> {
  return session.ask(request, async (answer) => {
    const read = readerOf(session.prefix + root);
    let isAnyRead = false;
    let problem: RequestError | null = null;
    const readRow = (resource: Resource) => {
      try {
        const entry = read(resource);
        isAnyRead = true;
        return entry;
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        problem ??= error;
        onOdd(oddRow(resource, session.prefix + root));
        return null;
      }
    };
    const rows = await eachBatch(answer, readRow, sink);
    if (problem !== null && !isAnyRead) throw problem;
    return rows;
  });
}

/** How the rows of an answer are read, and who hears of those that cannot be. */
export interface RowReading {
  readonly readerOf?: EntryReaderOf;
  readonly onOdd?: (record: OddRecord) => void;
}

/** As `askForEntries`, for an answer of which little is wanted: `pick` sees each resource as text and leaves most out (null). */
export async function askForSome<T>(
  session: Session,
  request: ReadingRequest,
  pick: (resource: Resource) => T | null,
  sink: Sink<T>,
): Promise<{ readonly rows: number; readonly took: number }> {
  return session.ask(request, async (answer) => {
    const rows = await eachBatch(answer, pick, sink);
    return { rows, took: performance.now() - answer.requestedAt };
  });
}

/** Makes one value of the resources of an answer while they arrive; keeps none. */
export interface Fold<T> {
  see(resource: Resource): void;
  end(): T;
}

/** Sends a DAV request whose resources become one value; `begin` is called anew when the request is sent again. */
export async function foldResources<T>(
  session: Session,
  request: ReadingRequest,
  begin: () => Fold<T>,
): Promise<T> {
  return session.ask(request, async (answer) => {
    const fold = begin();
    const see = (resource: Resource) => {
      fold.see(resource);
      return null;
    };
    await eachBatch(answer, see, async () => undefined);
    return fold.end();
  });
}

/**
 * The only resource of an answer (PROPFIND with Depth 0), as text.
 * @throws {RequestError} where there is none, or a second one.
 */
export async function askForOne(session: Session, request: ReadingRequest): Promise<Resource> {
  return foldResources(session, request, () => {
    let only: Resource | null = null;
    return {
      see(resource) {
        if (only !== null) throw notOne();
        only = resource;
      },
      end() {
        if (only === null) throw notOne();
        return only;
      },
    };
  });
}

const notOne = () => requestError('unexpected', because('answer.not-root'), 207);

const BATCH = 200;

async function eachBatch<T>(
  answer: Answer,
  read: (resource: Resource) => T | null,
  sink: Sink<T>,
): Promise<number> {
  if (answer.status !== 207) throw await notMultistatus(answer);
  const decoder = utf8Reader();
  let batch: T[] = [];
  let count = 0;
  const reader = multistatusReader((resource) => {
    count++;
    const wanted = read(resource);
    if (wanted !== null) batch.push(wanted);
  });
  for await (const chunk of answer.body) {
    reader.write(decoder.write(chunk));
    if (batch.length < BATCH) continue;
    await sink(batch);
    batch = [];
  }
  decoder.end();
  reader.end();
  if (batch.length > 0) await sink(batch);
  return count;
}
