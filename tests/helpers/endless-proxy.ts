import { createServer, type IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import { bodyOf, type Loopback, onLoopback, passOn } from './loopback.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The login that asks, empty for none. */
  readonly login: string;
  readonly body: string;
}

/** An answer whose rows do not end, or end after so many. */
export interface Endless {
  readonly status: number;
  readonly begin: string;
  /** One row; each `########` in it is another number of eight digits in every row. */
  readonly row: string;
  readonly rows?: number;
  readonly end?: string;
}

const MARK = '########';
const ROWS_OF_A_BLOCK = 500;

/** A way to a server on which some answers do not end: packed, so cheap to send. A number is a bare status. */
export async function startEndlessProxy(
  target: string,
  choose: (asked: Asked) => Endless | number | null,
): Promise<Loopback> {
  const server = createServer(async (message, response) => {
    const body = await bodyOf(message);
    const { method = 'GET', url = '/', headers } = message;
    const chosen = choose({
      method,
      path: decodeURIComponent(url),
      headers,
      login: loginOf(headers),
      body,
    });
    if (typeof chosen === 'number') response.writeHead(chosen).end();
    else if (chosen !== null) {
      const type = chosen.status === 207 ? 'application/xml; charset=utf-8' : 'application/json';
      response.writeHead(chosen.status, { 'Content-Type': type, 'Content-Encoding': 'gzip' });
      const source = Readable.from(textOf(chosen), { objectMode: false });
      response.once('close', () => source.destroy());
      source.pipe(createGzip({ level: constants.Z_BEST_SPEED })).pipe(response);
    } else {
      passOn(target, message, body, response, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
    }
  });
  return onLoopback(server);
}

/** The same block over and over, only its numbers change: a generator must not be slower than what it feeds. */
function* textOf({ begin, row, rows = Number.POSITIVE_INFINITY, end = '' }: Endless): Generator<Buffer> {
  yield Buffer.from(begin);
  const block = Buffer.from(row.repeat(ROWS_OF_A_BLOCK));
  const length = block.length / ROWS_OF_A_BLOCK;
  const marks: number[] = [];
  for (let at = block.indexOf(MARK); at >= 0 && at < length; at = block.indexOf(MARK, at + 1)) marks.push(at);
  let number = 10_000_000;
  for (let made = 0; made < rows; made += ROWS_OF_A_BLOCK) {
    const wanted = Math.min(ROWS_OF_A_BLOCK, rows - made);
    for (let nth = 0; nth < wanted; nth++, number++)
      for (const mark of marks) block.write(String(number), nth * length + mark, 'latin1');
    yield Buffer.from(block.subarray(0, wanted * length));
  }
  yield Buffer.from(end);
}

function loginOf({ authorization = '' }: IncomingHttpHeaders): string {
  const [login = ''] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
    .toString('utf8')
    .split(':');
  return login;
}
