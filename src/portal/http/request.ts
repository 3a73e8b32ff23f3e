import type { BlockList } from 'node:net';
import type { Context } from 'hono';
import { LANGUAGES, type Language } from '../../model/member.ts';
import type { Visit } from '../access/visit.ts';
import type { Portal } from '../portal.ts';
import type { Asker } from './client-address.ts';
import type { RateLimits } from './rate-limits.ts';
import { cookieName } from './respond.ts';
import type { Traffic } from './traffic.ts';

/** Over what a request came. */
export interface Connection {
  readonly incoming: { readonly socket: { readonly remoteAddress?: string | undefined } };
}

/** What is counted of the requests to one portal, for as long as the program runs. */
export interface Counted {
  readonly limits: RateLimits;
  readonly traffic: Traffic;
}

/** For which portal a request is, and over what it came. */
export interface PortalBindings extends Connection, Counted {
  readonly portal: Portal;
  /** The folder of its address, decoded as paths are. */
  readonly folder: string;
  readonly trusted: BlockList;
}

/** A request as Hono hands it on. */
export type Bound = Context<{ Bindings: PortalBindings }>;

/** Under `no-referrer` a same-origin POST has `Origin: null`: then Sec-Fetch-Site and the form token decide. */
export function isFromElsewhere(c: Bound, portal: Portal): boolean {
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  if (site !== undefined && site !== 'same-origin') return true;
  return origin !== undefined && origin !== 'null' && origin !== new URL(portal.settings.url).origin;
}

/** A request as its page sees it. */
export function visitOf(c: Bound, portal: Portal, asker: Asker, own: Counted): Visit {
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
    ...own,
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

/** The first language of the browser that there is, by its Accept-Language (weights are in order in all browsers). */
export function preferredLanguage(header: string, otherwise: Language): Language {
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
