import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { listenAddress, trustedRanges } from '../../config/portal.ts';
import { faultOf } from '../../log.ts';
import { UsageError } from '../../model/errors.ts';
import type { Route } from '../access/route.ts';
import type { Visit } from '../access/visit.ts';
import { badForm, broken, notFound, refused, tooMany, wrongMethod } from '../pages/errors.ts';
import type { Portal } from '../portal.ts';
import { askerOf } from './client-address.ts';
import { readForm } from './form.ts';
import { type RateLimits, rateLimits } from './rate-limits.ts';
import type { Reply } from './reply.ts';
import { type Bound, isFromElsewhere, visitOf } from './request.ts';
import { responseOf } from './respond.ts';
import { trafficOf } from './traffic.ts';

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

const PATIENCE: Patience = { headersMs: 10_000, bodyMs: 10_000, requestMs: 30_000 };

export interface RunningServer {
  /** Where it listens, `host:port`. */
  readonly address: string;
  /** Lets answers under way go out, and ends. */
  close(): Promise<void>;
}

/** Serves these routes where `portal.listen` says; port 0 = a free one. */
export async function serveRoutes(
  portal: Portal,
  routes: readonly Route[],
  patience = PATIENCE,
): Promise<RunningServer> {
  const { fetch } = appOf(portal, routes, patience);
  const server = serverOf(fetch, patience);
  const at = listenAddress(portal.settings.listen);
  if (at === null) throw new TypeError('portal.listen was checked by the config');
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(portal.settings.listen, error)));
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

function serverOf(fetch: Parameters<typeof createAdaptorServer>[0]['fetch'], patience: Patience) {
  const server = createAdaptorServer({
    fetch,
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
    {
      cause: error,
    },
  );
}

function appOf(portal: Portal, routes: readonly Route[], { bodyMs }: Patience) {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const limits = rateLimits(() => performance.now());
  const traffic = trafficOf();
  const trusted = trustedRanges(portal.settings.trustedProxies);
  const asker = (c: Bound) =>
    askerOf(c.env.incoming.socket.remoteAddress ?? '', (name) => c.req.header(name), trusted);
  const answer = async (c: Bound, route: Route | 'none' | 'method') => {
    const began = performance.now();
    const visit = visitOf(c, portal, asker(c), { limits, traffic });
    const pattern = typeof route === 'string' ? '(none)' : route.path;
    const response = await replyTo(c, route, visit, limits, bodyMs)
      .then((reply) => responseOf(reply, portal))
      .catch((error: unknown) => {
        portal.context.log.error({ fault: faultOf(error), route: pattern }, 'A page could not be made');
        return responseOf(broken(visit), portal);
      });
    const ms = Math.round(performance.now() - began);
    const { status } = response;
    traffic.count(status, ms);
    portal.context.log.info({ method: c.req.method, route: pattern, status, ms }, 'Request');
    return response;
  };
  const folder = new URL(portal.settings.url).pathname.replace(/\/$/, '');
  // A proxy may pass the folder of portal.url on, or take it off; the folder itself has no slash at its end.
  for (const base of new Set(['', folder])) {
    const at = (path: string) => (path === '/' ? [`${base}/`, base || '/'] : [base + path]);
    for (const route of routes) app.on(route.method, at(route.path), (c) => answer(c, route));
    for (const path of new Set(routes.map((route) => route.path)))
      for (const other of at(path)) app.all(other, (c) => answer(c, 'method'));
  }
  app.notFound((c) => answer(c, 'none'));
  app.onError((error) => {
    portal.context.log.error({ fault: faultOf(error) }, 'A request could not be answered');
    return new Response(null, { status: 500 });
  });
  return app;
}

async function replyTo(
  c: Bound,
  route: Route | 'none' | 'method',
  visit: Visit,
  limits: RateLimits,
  bodyMs: number,
): Promise<Reply> {
  const { portal, asker } = visit;
  const host = (c.req.header('host') ?? '').toLowerCase();
  const isLocal = typeof route !== 'string' && LOCAL_PAGES.has(route.path);
  if (!isLocal && host !== new URL(portal.settings.url).host) return { kind: 'text', status: 421, body: '' };
  if (!limits.take('address: requests', asker.address)) return tooMany(visit);
  if (route === 'none') return notFound(visit);
  if (route === 'method') return wrongMethod(visit);
  if (route.method === 'GET') return route.answer(visit, limits);
  const isUnsubscribe = route.access === 'unsubscribe-link';
  if (!isUnsubscribe && isFromElsewhere(c, portal)) return refused(visit);
  const form = await readForm(c.req.raw, bodyMs, isUnsubscribe);
  return form === null ? badForm(visit) : route.answer({ ...visit, form }, limits);
}

/** Asked for by programs on this machine, by whatever name they reach it. */
const LOCAL_PAGES = new Set(['/healthz', '/metrics']);
