import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { errorXml } from './xml.ts';

/** What one request is answered with; a body in pieces is sent as fast as the other side takes it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Iterable<Buffer>;
  /** Compressed when the other side accepts it. */
  readonly compress: boolean;
}

const COMMON = {
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'x-robots-tag': 'noindex, nofollow',
};
const NO_CACHE = { 'cache-control': 'no-cache, no-store, must-revalidate' };
/** From this length on the server compresses a document, and says so in `Vary`. */
const COMPRESSED_FROM = 160;

export const CAN_DO =
  '1, 3, extended-mkcol, access-control, calendarserver-principal-property-search, nc-paginate, nextcloud-checksum-update, nc-calendar-search, nc-enable-birthday-calendar';
export const METHODS = 'OPTIONS, GET, HEAD, DELETE, PROPFIND, PUT, PROPPATCH, COPY, MOVE, REPORT';
/** Headers of a PROPFIND that got as far as the tree. */
export const PROPFIND_HEADERS = { vary: 'Brief,Prefer', dav: CAN_DO };

export function xml(
  status: number,
  body: string | Iterable<Buffer>,
  headers: Readonly<Record<string, string>> = {},
  compress = false,
): Answer {
  return {
    status,
    headers: { 'content-type': 'application/xml; charset=utf-8', ...COMMON, ...headers },
    body,
    compress,
  };
}

export function davError(
  status: number,
  exception: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return xml(status, errorXml(exception, message), headers);
}

/** A JSON document, its slashes escaped as PHP escapes them. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return document(status, 'application/json; charset=utf-8', asPhpWrites(value), { ...NO_CACHE, ...headers });
}

export function document(
  status: number,
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const compress = body.length >= COMPRESSED_FROM && status === 200;
  const vary = compress ? { vary: 'Accept-Encoding' } : {};
  return { status, headers: { 'content-type': type, ...vary, ...COMMON, ...headers }, body, compress };
}

function asPhpWrites(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Sends an answer, waiting while the other side cannot take more. Ends quietly when it hung up. */
export async function send(response: ServerResponse, answer: Answer, gzip: boolean): Promise<void> {
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(gzip && answer.compress ? { 'content-encoding': 'gzip' } : {}),
  });
  if (typeof answer.body === 'string') {
    response.end(gzip && answer.compress ? gzipSync(answer.body, { level: 1 }) : answer.body);
    return;
  }
  const pieces = Readable.from(answer.body, { objectMode: false, highWaterMark: 262_144 });
  try {
    if (gzip && answer.compress) await pipeline(pieces, createGzip({ level: 1 }), response);
    else await pipeline(pieces, response);
  } catch (error) {
    // The reader went away in the middle; that is its right, and the tests use it.
    if (!response.destroyed) throw error;
  }
}

/** The whole body; for faults that cut it. */
export function wholeBody(answer: Answer): string {
  return typeof answer.body === 'string' ? answer.body : Buffer.concat([...answer.body]).toString('utf8');
}
