import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
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

/** A server on loopback that answers as told; `nth` counts from 0. */
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
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(Buffer.from(chunk));
    const request = {
      method: message.method ?? '',
      path: message.url ?? '',
      headers: message.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    answer(request, response, seen.push(request) - 1);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  // The address of a listening TCP server is an object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    peak: () => peak,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

/** Answers as a real server did. */
export function replay(response: ServerResponse, { response: { status, headers, body } }: Recording): void {
  const { 'content-encoding': _, ...kept } = headers;
  response.writeHead(status, kept);
  response.end(body);
}
