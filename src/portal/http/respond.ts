import { createHash } from 'node:crypto';
import { renderPage } from '../pages/render.ts';
import type { Portal } from '../portal.ts';
import type { Cookie, Reply } from './reply.ts';

/** Every answer has these, whatever it is (portal design, 7). */
const HEADERS = {
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'x-robots-tag': 'noindex',
  'cache-control': 'no-store',
} as const;
const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** An answer of no portal, with the headers that every answer has. */
export function bareResponse(status: number, body: string, type = 'text/plain; charset=utf-8'): Response {
  const headers = { ...HEADERS, 'content-security-policy': NOTHING, 'content-type': type };
  return new Response(body, { status, headers });
}

/** Makes HTTP of a reply. */
export function responseOf(reply: Reply, portal: Pick<Portal, 'settings' | 'templates'>): Response {
  const headers = new Headers({ ...HEADERS, ...reply.headers });
  const { url } = portal.settings;
  if (url.startsWith('https:')) headers.set('strict-transport-security', 'max-age=31536000');
  for (const cookie of reply.cookies ?? []) headers.append('set-cookie', cookieText(cookie, portal));
  headers.set('content-security-policy', NOTHING);
  if ('fileName' in reply) headers.set('content-disposition', `attachment; filename="${reply.fileName}"`);
  switch (reply.kind) {
    case 'see-other':
      headers.set('location', `${url}${reply.to}`);
      return new Response(null, { status: 303, headers });
    case 'json':
      headers.set('content-type', 'application/json; charset=utf-8');
      return new Response(JSON.stringify(reply.body), { status: reply.status, headers });
    case 'text':
      headers.set('content-type', reply.type ?? 'text/plain; charset=utf-8');
      return new Response(reply.body, { status: reply.status, headers });
    case 'document':
      headers.set('content-security-policy', reply.policy);
      headers.set('content-type', 'text/html; charset=utf-8');
      return new Response(reply.html, { status: reply.status, headers });
    case 'page': {
      const { html, policy } = renderPage(reply, portal.templates);
      headers.set('content-security-policy', policy);
      headers.set('content-type', 'text/html; charset=utf-8');
      return new Response(html, { status: reply.status, headers });
    }
  }
}

/** On a sub-path another program may share the host: then the name says whose it is. */
export function cookieName(name: Cookie['name'], { settings }: Pick<Portal, 'settings'>): string {
  const base = name === 'session' ? '__Host-menage' : '__Host-menage-flow';
  const folder = new URL(settings.url).pathname.replace(/\/$/, '');
  if (folder === '') return base;
  return `${base}-${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`;
}

function cookieText({ name, value, maxAge }: Cookie, portal: Pick<Portal, 'settings'>): string {
  const age = maxAge === null ? '' : `; Max-Age=${maxAge}`;
  return `${cookieName(name, portal)}=${value}; Path=/; Secure; HttpOnly; SameSite=Strict${age}`;
}
