import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { bodyOf, onLoopback } from '../helpers/loopback.ts';
import type { Recording } from './recordings.ts';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface TestServer {
  readonly url: string;
  readonly seen: Seen[];
  /** Most requests that were in flight at once. */
  peak(): number;
  close(): Promise<void>;
}

/** A server on loopback that answers with `answer`; `nth` counts from 0. */
export async function serve(
  answer: (request: Seen, response: ServerResponse, nth: number) => unknown,
): Promise<TestServer> {
  const seen: Seen[] = [];
  let inFlight = 0;
  let peak = 0;
  const server = createServer(async (message, response) => {
    peak = Math.max(peak, ++inFlight);
    response.once('close', () => {
      inFlight--;
    });
    const request = {
      method: message.method ?? '',
      path: message.url ?? '',
      headers: message.headers,
      body: await bodyOf(message),
    };
    answer(request, response, seen.push(request) - 1);
  });
  const { url, close } = await onLoopback(server);
  return {
    url,
    seen,
    peak: () => peak,
    close,
  };
}

/** Answers as a real server did. */
export function replay(response: ServerResponse, { response: { status, headers, body } }: Recording): void {
  const { 'content-encoding': _, ...kept } = headers;
  response.writeHead(status, kept);
  response.end(body);
}
