import { Hono } from 'hono';
import { getPath } from 'hono/utils/url';
import { faultOf } from '../../log.ts';
import type { Route } from '../access/route.ts';
import type { Visit } from '../access/visit.ts';
import { badForm, broken, notFound, refused, tooMany, wrongMethod } from '../pages/errors.ts';
import { askerOf } from './client-address.ts';
import { readForm } from './form.ts';
import { pathBelow } from './portal-address.ts';
import { rateLimits } from './rate-limits.ts';
import type { Reply } from './reply.ts';
import { type Bound, type Counted, isFromElsewhere, type PortalBindings, visitOf } from './request.ts';
import { responseOf } from './respond.ts';
import { trafficOf } from './traffic.ts';

export function countedRequests(): Counted {
  return { limits: rateLimits(() => performance.now()), traffic: trafficOf() };
}

/** Answers a request to the portal that its bindings name. */
export type PortalApp = (request: Request, bindings: PortalBindings) => Response | Promise<Response>;

/**
 * The pages of all portals of this program: one router serves them, whatever their folders.
 * @param bodyMs how long the body of a form may take.
 */
export function portalApp(routes: readonly Route[], bodyMs: number): PortalApp {
  const app = new Hono<{ Bindings: PortalBindings }>({
    // A proxy may pass the folder of portal.url on, or take it off.
    getPath: (request, options) => pathBelow(options?.env?.folder ?? '', getPath(request)),
  });
  for (const route of routes) app.on(route.method, route.path, (c) => answer(c, route, bodyMs));
  for (const path of new Set(routes.map((route) => route.path)))
    app.all(path, (c) => answer(c, 'method', bodyMs));
  app.notFound((c) => answer(c, 'none', bodyMs));
  app.onError((error, { env: { portal } }) => {
    portal.context.log.error({ fault: faultOf(error) }, 'A request could not be answered');
    return new Response(null, { status: 500 });
  });
  return (request, bindings) => app.fetch(request, bindings);
}

type Asked = Route | 'none' | 'method';

async function answer(c: Bound, asked: Asked, bodyMs: number): Promise<Response> {
  const { portal, limits, traffic, trusted, incoming } = c.env;
  const began = performance.now();
  const asker = askerOf(incoming.socket.remoteAddress ?? '', (name) => c.req.header(name), trusted);
  const visit = visitOf(c, portal, asker, { limits, traffic });
  const route = typeof asked === 'string' ? '(none)' : asked.path;
  const response = await replyTo(c, asked, visit, bodyMs)
    .then((reply) => responseOf(reply, portal))
    .catch((error: unknown) => {
      portal.context.log.error({ fault: faultOf(error), route }, 'A page could not be made');
      return responseOf(broken(visit), portal);
    });
  const ms = Math.round(performance.now() - began);
  const { status } = response;
  traffic.count(status, ms);
  portal.context.log.info({ method: c.req.method, route, status, ms }, 'Request');
  return response;
}

async function replyTo(c: Bound, route: Asked, visit: Visit, bodyMs: number): Promise<Reply> {
  const { portal, asker, limits } = visit;
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
