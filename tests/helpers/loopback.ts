import { type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Loopback {
  readonly url: string;
  /** Ends open connections too. */
  close(): Promise<void>;
}

/** Lets a server listen on a free port of this machine. */
export async function onLoopback(server: Server): Promise<Loopback> {
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

export async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** Sends what came to the server at `target`; a broken connection there breaks the one here. */
export function passOn(
  target: string,
  { method, url = '/', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  body: string,
  response: ServerResponse,
  answered: (answer: IncomingMessage) => unknown,
): void {
  const onward = request(target + url, { method, headers }, answered);
  onward.on('error', () => response.destroy());
  onward.end(body);
}
