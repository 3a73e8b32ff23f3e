import { createAdaptorServer } from '@hono/node-server';
import { listenAddress, trustedRanges } from '../../config/portal.ts';
import { UsageError } from '../../model/errors.ts';
import type { Route } from '../access/route.ts';
import type { Portal } from '../portal.ts';
import { countedRequests, portalApp } from './app.ts';
import { portalAddress } from './portal-address.ts';
import type { Connection } from './request.ts';

const HEADER_BYTES = 16 * 1024;
/** Behind a proxy, every browser is one of its connections. */
const MOST_CONNECTIONS = 1_000;

/** How long a client may take, in milliseconds. */
export interface Patience {
  readonly headersMs: number;
  readonly bodyMs: number;
  /** From the first byte of a request to its last, and for a client that takes no answer. */
  readonly requestMs: number;
}

export const PATIENCE: Patience = { headersMs: 10_000, bodyMs: 10_000, requestMs: 30_000 };

export interface RunningServer {
  /** Where it listens, `host:port`. */
  readonly address: string;
  /** Lets answers under way go out, and ends. */
  close(): Promise<void>;
}

/** Serves one portal where its `portal.listen` says. */
export async function serveRoutes(
  portal: Portal,
  routes: readonly Route[],
  patience = PATIENCE,
): Promise<RunningServer> {
  const { url, listen, trustedProxies } = portal.settings;
  const app = portalApp(routes, patience.bodyMs);
  const { folder } = portalAddress(url);
  const fixed = { portal, folder, trusted: trustedRanges(trustedProxies), ...countedRequests() };
  return listenAt(listen, (request, connection) => app(request, { ...connection, ...fixed }), patience);
}

export type Answer = (request: Request, connection: Connection) => Response | Promise<Response>;

/**
 * Listens at `host:port`, as a config has it; port 0 = a free one.
 * @throws {UsageError} when it cannot.
 */
export async function listenAt(listen: string, answer: Answer, patience: Patience): Promise<RunningServer> {
  const server = serverOf(answer, patience);
  const at = listenAddress(listen);
  if (at === null) throw new TypeError('portal.listen was checked by the config');
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(listen, error)));
    server.listen(at.port, at.host, resolve);
  });
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : at.port;
  return {
    address: `${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      }),
  };
}

function serverOf(answer: Answer, patience: Patience) {
  const server = createAdaptorServer({
    fetch: answer,
    serverOptions: {
      maxHeaderSize: HEADER_BYTES,
      headersTimeout: patience.headersMs,
      requestTimeout: patience.requestMs,
      connectionsCheckingInterval: Math.min(1_000, patience.headersMs),
    },
  });
  server.setTimeout(patience.requestMs);
  server.maxConnections = MOST_CONNECTIONS;
  return server;
}

function listenError(listen: string, error: Error): Error {
  const why =
    'code' in error && error.code === 'EADDRINUSE' ? 'another program listens there' : error.message;
  return new UsageError(
    `Cannot listen at ${listen} (${why}): end it, or name another port in portal.listen.`,
    { cause: error },
  );
}
