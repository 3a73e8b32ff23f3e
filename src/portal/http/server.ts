import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { listenAddress, trustedRanges } from '../../config/portal.ts';
import { UsageError } from '../../model/errors.ts';
import { LANGUAGES, type Language } from '../../model/member.ts';
import type { Route } from '../access/route.ts';
import type { Visit } from '../access/visit.ts';
import { badForm, broken, notFound, refused, tooMany, wrongMethod } from '../pages/errors.ts';
import type { Portal } from '../portal.ts';
import { type Asker, askerOf } from './client-address.ts';
import { readForm } from './form.ts';
import { type RateLimits, rateLimits } from './rate-limits.ts';
import type { Reply } from './reply.ts';
import { cookieName, responseOf } from './respond.ts';

const HEADER_BYTES = 16 * 1024;
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;

export interface RunningServer {
  /** Where it listens, `host:port`. */
  readonly address: string;
  /** Lets answers under way go out, and ends. */
  close(): Promise<void>;
}

/** Serves these routes where `portal.listen` says; port 0 = a free one. */
export async function serveRoutes(portal: Portal, routes: readonly Route[]): Promise<RunningServer> {
  const { fetch } = appOf(portal, routes);
  const server = createAdaptorServer({
    fetch,
    serverOptions: { maxHeaderSize: HEADER_BYTES, headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS },
  });
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

type Bound = Context<{ Bindings: HttpBindings }>;

function appOf(portal: Portal, routes: readonly Route[]) {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const limits = rateLimits(() => performance.now());
  const trusted = trustedRanges(portal.settings.trustedProxies);
  const asker = (c: Bound) =>
    askerOf(c.env.incoming.socket.remoteAddress ?? '', c.req.header('x-forwarded-for') ?? null, trusted);
  const answer = async (c: Bound, route: Route | 'none' | 'method') => {
    const began = performance.now();
    const reply = await replyTo(c, route, portal, limits, asker(c));
    const response = responseOf(reply, portal);
    portal.context.log.info(
      {
        method: c.req.method,
        route: typeof route === 'string' ? '(none)' : route.path,
        status: response.status,
        ms: Math.round(performance.now() - began),
      },
      'Request',
    );
    return response;
  };
  const folder = new URL(portal.settings.url).pathname.replace(/\/$/, '');
  // A proxy may pass the folder of portal.url on, or take it off.
  for (const base of new Set(['', folder])) {
    for (const route of routes) app.on(route.method, base + route.path, (c) => answer(c, route));
    for (const path of new Set(routes.map((route) => route.path)))
      app.all(base + path, (c) => answer(c, 'method'));
  }
  app.notFound((c) => answer(c, 'none'));
  return app;
}

async function replyTo(
  c: Bound,
  route: Route | 'none' | 'method',
  portal: Portal,
  limits: RateLimits,
  asker: Asker,
): Promise<Reply> {
  const visit = visitOf(c, portal, asker);
  const host = c.req.header('host') ?? '';
  const isLocal = typeof route !== 'string' && LOCAL_PAGES.has(route.path);
  if (!isLocal && host !== new URL(portal.settings.url).host) return { kind: 'text', status: 421, body: '' };
  if (!limits.take('address: requests', asker.address)) return tooMany(visit);
  if (route === 'none') return notFound(visit);
  if (route === 'method') return wrongMethod(visit);
  try {
    if (route.method === 'GET') return await route.answer(visit, limits);
    if (route.access !== 'unsubscribe-link' && isFromElsewhere(c, portal)) return refused(visit);
    const form = await readForm(c.req.raw, route.access === 'unsubscribe-link');
    if (form === null) return badForm(visit);
    return await route.answer({ ...visit, form }, limits);
  } catch (error) {
    portal.context.log.error({ err: error, route: route.path }, 'A page could not be made');
    return broken(visit);
  }
}

/** Asked for by programs on this machine, by whatever name they reach it. */
const LOCAL_PAGES = new Set(['/healthz', '/metrics']);

/** Under `no-referrer` a same-origin POST has `Origin: null`: then Sec-Fetch-Site and the form token decide. */
function isFromElsewhere(c: Bound, portal: Portal): boolean {
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  if (site !== undefined && site !== 'same-origin') return true;
  return origin !== undefined && origin !== 'null' && origin !== new URL(portal.settings.url).origin;
}

function visitOf(c: Bound, portal: Portal, asker: Asker): Visit {
  const cookies = cookiesIn(c.req.header('cookie') ?? '');
  return {
    portal,
    method: c.req.method === 'POST' ? 'POST' : 'GET',
    path: pathOf(c, portal),
    params: new Map(Object.entries(c.req.param())),
    query: new URL(c.req.url).searchParams,
    form: new URLSearchParams(),
    cookies: {
      session: cookies.get(cookieName('session', portal)) ?? null,
      flow: cookies.get(cookieName('flow', portal)) ?? null,
    },
    asker,
    language: preferredLanguage(c.req.header('accept-language') ?? '', portal.config.organisation.language),
    browser: browserFamily(c.req.header('user-agent') ?? ''),
    now: portal.context.now(),
  };
}

function pathOf(c: Bound, { settings }: Portal): string {
  const { pathname } = new URL(c.req.url);
  const folder = new URL(settings.url).pathname.replace(/\/$/, '');
  return folder !== '' && pathname.startsWith(`${folder}/`) ? pathname.slice(folder.length) : pathname;
}

function cookiesIn(header: string): ReadonlyMap<string, string> {
  return new Map(
    header.split(';').map((pair) => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()] as const;
    }),
  );
}

/** The first language of the browser that there is (weights are in order in all browsers). */
function preferredLanguage(header: string, otherwise: Language): Language {
  for (const one of header.split(',')) {
    const wanted = one.trim().slice(0, 2).toLowerCase();
    const found = LANGUAGES.find((language) => language === wanted);
    if (found !== undefined) return found;
  }
  return otherwise;
}

/** Names of browsers as they appear in User-Agent; the more special ones first. */
const FAMILIES = [
  ['Edg', 'Edge'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const;

function browserFamily(userAgent: string): string {
  return FAMILIES.find(([mark]) => userAgent.includes(`${mark}/`))?.[1] ?? '';
}
