import { createServer } from 'node:http';
import { bodyOf, type Loopback, onLoopback, passOn } from './loopback.ts';

/** What a server says instead of its answer; null = as it is. */
export type Rewrite = (
  asked: { readonly method: string; readonly path: string },
  body: string,
) => string | null;

/** A way to a server on which answers are changed: the world is odd, the server and the program are the real ones. */
export async function startRewritingProxy(target: string, rewrite: Rewrite): Promise<Loopback> {
  const server = createServer(async (asked, response) => {
    const { 'accept-encoding': _, ...headers } = asked.headers;
    const { method = 'GET', url: path = '/' } = asked;
    passOn(target, { method, url: path, headers }, await bodyOf(asked), response, async (answer) => {
      const body = await bodyOf(answer);
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
  });
  return onLoopback(server);
}
