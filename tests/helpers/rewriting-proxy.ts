import { createServer, type IncomingMessage, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server says instead of its answer; null = as it is. */
export type Rewrite = (
  asked: { readonly method: string; readonly path: string },
  body: string,
) => string | null;

export interface Proxy {
  readonly url: string;
  close(): Promise<void>;
}

/** A way to a server on which answers are changed: the world is odd, the server and the program are the real ones. */
export async function startRewritingProxy(target: string, rewrite: Rewrite): Promise<Proxy> {
  const server = createServer((asked, response) => {
    const { 'accept-encoding': _, ...headers } = asked.headers;
    const { method = 'GET', url: path = '/' } = asked;
    const onward = send(target + path, { method, headers }, async (answer) => {
      const body = await textOf(answer);
      const changed = rewrite({ method, path: decodeURIComponent(path) }, body);
      const { 'content-length': __, 'transfer-encoding': ___, ...kept } = answer.headers;
      // What the embedded server does not have (404) becomes an answer all the same.
      const isNew = changed !== null && answer.statusCode === 404;
      response.writeHead(isNew ? 200 : (answer.statusCode ?? 502), {
        ...kept,
        ...(isNew ? { 'content-type': 'application/json' } : undefined),
      });
      response.end(changed ?? body);
    });
    onward.on('error', () => response.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  // The address of a listening TCP server is an object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
