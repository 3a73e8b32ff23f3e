import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface PreviewServer {
  /** The only address that shows the page; nobody else can guess it. */
  readonly url: string;
  /** Lets every open page load anew. */
  changed(): void;
  close(): void;
}

/**
 * Serves one page on a loopback address. Every user of the machine reaches that, and so does any web page in a browser
 * here: so the path is a secret, the Host must be ours (a foreign name that leads here is refused), and so must the
 * origin of whoever asks.
 * @param page the HTML, made anew at each look.
 */
export async function servePreview(page: () => string): Promise<PreviewServer> {
  const secret = `/${randomBytes(24).toString('base64url')}/`;
  const listeners = new Set<ServerResponse>();
  let host = '';
  const server = createServer((request, response) => {
    const refusal = refusalOf(request, host, secret);
    if (refusal !== null) {
      response.writeHead(refusal, HEADERS).end();
    } else if (request.url === `${secret}changes`) {
      response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
      response.flushHeaders();
      listeners.add(response);
      request.on('close', () => listeners.delete(response));
    } else {
      const nonce = randomBytes(16).toString('base64');
      const headers = { ...HEADERS, 'content-type': 'text/html; charset=utf-8' };
      response.writeHead(200, { ...headers, 'content-security-policy': policyWith(nonce) });
      response.end(`${page()}${reloadWith(nonce)}`);
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('a TCP server has a port');
  host = `127.0.0.1:${address.port}`;
  return {
    url: `http://${host}${secret}`,
    changed: () => {
      for (const listener of listeners) listener.write('data: changed\n\n');
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The status of a refusal; null for who may see the page. */
function refusalOf({ method, url, headers }: IncomingMessage, host: string, secret: string): number | null {
  if (headers.host !== host) return 421;
  const { origin, 'sec-fetch-site': site = 'none' } = headers;
  if (origin !== undefined && origin !== `http://${host}`) return 403;
  if (site !== 'none' && site !== 'same-origin') return 403;
  if (method !== 'GET' && method !== 'HEAD') return 405;
  return url === secret || url === `${secret}changes` ? null : 404;
}

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** What a mail may do in a browser: be looked at. Ours is the only script. */
function policyWith(nonce: string): string {
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Reloads the page when a template was saved; beside the mail, never in it. */
function reloadWith(nonce: string): string {
  return `<script nonce="${nonce}">new EventSource("changes").onmessage = () => location.reload();</script>`;
}
