import type { ServerResponse } from 'node:http';
import { secret } from '../../src/model/secret.ts';
import { openClient } from '../../src/nextcloud/http/client.ts';
import type { Session } from '../../src/nextcloud/http/exchange.ts';
import type { Limits } from '../../src/nextcloud/http/limits.ts';
import { type Seen, serve } from '../nextcloud/server.ts';

/** What asks the server, as the program does. */
export type Reader = (session: Session) => unknown;
/** How a server answers; `nth` counts from 0. */
export type Answering = (response: ServerResponse, request: Seen, nth: number) => unknown;

const opened: { close(): unknown }[] = [];

/** Lets a reader meet a server that answers so, with a login that must not get about. */
export function meet(
  reader: Reader,
  answer: Answering,
  idleTimeoutMs = 300,
  bounds: Partial<Limits> = {},
): () => Promise<unknown> {
  return async () => {
    const server = await serve((request, response, nth) => answer(response, request, nth));
    const limits = { answerTime: 20 * idleTimeoutMs, ...bounds };
    const client = await openClient({
      url: server.url,
      concurrency: 2,
      idleTimeoutMs,
      retryPauseMs: 1,
      limits,
    });
    opened.push(client, server);
    return reader(client.as({ login: 'anna', password: secret('wortschatz') }));
  };
}

/** Ends every server and client that was opened. */
export async function partAll(): Promise<void> {
  for (const thing of opened.splice(0)) await thing.close();
}
