import { z } from 'zod';
import type { RequestError } from '../../model/errors.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { Answer, Session } from '../http/exchange.ts';
import type { ReadingRequest } from '../http/guard.ts';
import { type Limits, rowsIn } from '../http/limits.ts';
import { shownAddress } from '../http/shown-address.ts';
import { strayPage, strayText } from '../http/stray-text.ts';
import { jsonRows } from './json-rows.ts';
import { listOf } from './rows.ts';

/** Query values of an OCS request. */
export type Query = Readonly<Record<string, string | number>>;

/**
 * A GET to the OCS API (v2, JSON), its `data` read by a schema.
 * @throws {RequestError} 'unexpected' when the answer is not what the schema wants; it names the place, never a value.
 */
export async function askOcs<T>(
  session: Session,
  path: string,
  query: Query,
  schema: z.ZodType<T>,
): Promise<T> {
  return askOcsAt(session, `/ocs/v2.php${path}`, query, schema);
}

/** The same of an app that answers in the envelope of OCS at an address of its own. */
export async function askOcsAt<T>(
  session: Session,
  address: `/${string}`,
  query: Query,
  schema: z.ZodType<T>,
): Promise<T> {
  const document = await session.ask(requestFor(address, query), (answer) => jsonOf(answer, address));
  return dataOf(document, address, schema);
}

function requestFor(address: `/${string}`, query: Query): ReadingRequest {
  const parameters = Object.entries({ format: 'json', ...query }).map(
    ([key, value]) => `${key}=${encodeURIComponent(value)}`,
  );
  const headers = { Accept: 'application/json', 'OCS-APIRequest': 'true' };
  return { method: 'GET', path: `${address}?${parameters.join('&')}`, headers };
}

/**
 * A GET to the OCS API whose `data` is a list: each row is read as it arrives, and only what `read` makes of it is kept
 * (null: nothing).
 * @throws {RequestError} 'bound' past `server.limits.rows`, or past `server.limits.allRows` over all lists of the client.
 */
export async function askOcsRows<T>(
  session: Session,
  path: string,
  query: Query,
  read: (row: unknown) => T | null,
): Promise<readonly T[]> {
  const address = `/ocs/v2.php${path}` as const;
  const { limits, room } = session;
  const kept = await session.ask(requestFor(address, query), async (answer) => {
    const list: T[] = [];
    let count = 0;
    const keep = (row: unknown, size: number) => {
      const one = read(row);
      if (one === null) return;
      list.push(one);
      count += size;
      if (count > limits.rows) throw tooMany(address, 'rows');
      if (count > room.rows) throw tooMany(address, 'allRows');
    };
    const rows = jsonRows((text) => keep(jsonIn(text, address, answer), rowsIn(text.length)), limits);
    for await (const chunk of answer.body) rows.write(chunk);
    for (const row of dataOf(jsonIn(rows.end(), address, answer), address, listOf(z.unknown()))) keep(row, 1);
    return { list, count };
  });
  room.rows -= kept.count;
  return kept.list;
}

function tooMany(address: string, limit: 'rows' | 'allRows'): RequestError {
  return requestError('bound', because('answer.rows', { request: requestTo(address), limit }), 200);
}

function requestTo(address: string): string {
  return `GET ${shownAddress(address)}`;
}

/** The `data` of an envelope. */
function dataOf<T>(document: unknown, address: string, schema: z.ZodType<T>): T {
  const read = z.object({ ocs: z.object({ data: schema }) }).safeParse(document);
  if (read.success) return read.data.ocs.data;
  const places = read.error.issues.map(({ path, code }) => `${path.join('.')} (${code})`).slice(0, 3);
  throw requestError('unexpected', because('answer.shape', { request: requestTo(address), places }), 200);
}

/**
 * Ids with more digits than a number holds: taken as texts, or parsing would round them. In a text the quotes around a
 * key are escaped, so that only keys are found.
 */
const LONG_ID = /("(?:id|file_source)":\s*)(\d{16,})(?=\s*[,}])/g;

/**
 * The JSON document of an answer.
 * @throws {RequestError} 'connection' where it broke off: it is worth another try.
 */
export async function jsonOf(answer: Answer, address: string): Promise<unknown> {
  const text = await textOf(answer, address);
  if (!(answer.header('content-type') ?? '').includes('json') && !/^\s*[{[]/.test(text)) {
    throw requestError(
      'unexpected',
      because('answer.no-json', { request: requestTo(address) }),
      answer.status,
    );
  }
  return jsonIn(text, address, answer);
}

/**
 * The whole text of an answer.
 * @throws {RequestError}
 */
export async function textOf(answer: Answer, address: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += chunk.length;
    if (size > answer.limits.document) {
      const reason = because('answer.too-long', { request: requestTo(address) });
      throw requestError('too-big', reason, answer.status);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A document of so many bytes for each of its values has true content; less, and it is made to fill the memory. */
const BYTES_OF_A_VALUE = 50;
const [COMMA, OPEN_LIST, OPEN] = Buffer.from(',[{');

/** Whether a text has more values than any true document: each costs many times its text. */
function hasTooManyValues(text: string, { document }: Limits): boolean {
  const most = document / BYTES_OF_A_VALUE;
  if (text.length <= most) return false;
  let values = 0;
  for (let at = 0; at < text.length && values <= most; at++) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === OPEN_LIST || code === OPEN) values++;
  }
  return values > most;
}

/** Reads a text as JSON; errors as of `jsonOf`, and 'too-big' where it holds more values than have room. */
export function jsonIn(
  text: string,
  address: string,
  { status, limits }: Pick<Answer, 'status' | 'limits'>,
): unknown {
  if (hasTooManyValues(text, limits)) {
    throw requestError('too-big', because('answer.values', { request: requestTo(address) }), status);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '').replace(LONG_ID, '$1"$2"'));
  } catch (error) {
    if (/^\s*<(?:!doctype\s+html|html)\b/i.test(text)) throw strayPage(text.slice(0, 500), status);
    if (/^\s*[^\s{["]/.test(text)) throw strayText('JSON', text.slice(0, 500), status);
    throw requestError('connection', because('answer.broken-json', { request: requestTo(address) }), status, {
      cause: error,
    });
  }
}
