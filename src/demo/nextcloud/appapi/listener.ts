import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overTls } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import type { ExternalApp } from '../world/app-api.ts';
import { flavourOf } from '../world/flavour.ts';
import type { Site } from '../world/site.ts';

/** How Nextcloud speaks to the program behind an external app. */
export interface Reach {
  /** How long it goes on asking a program that does not answer, in milliseconds. */
  readonly patienceMs: number;
  /** A certificate (PEM) that it trusts beside those of the machine. */
  readonly trusts?: string;
  /** Ends all waiting. */
  readonly closing: AbortSignal;
}

interface Reply {
  readonly status: number;
  readonly body: string;
}

/** Nextcloud asks once a second; the embedded one more often, so that tests do not wait. */
const PAUSE_MS = 50;
const TIMEOUT_MS = 30_000;
const MOST_BYTES = 65_536;

/** Asks for a sign of life until there is one; false once the patience is over. */
export async function heartbeat(site: Site, app: ExternalApp, reach: Reach): Promise<boolean> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
  const until = performance.now() + reach.patienceMs;
  for (;;) {
    const reply = await ask(site, app, reach, { method: 'GET', path: '/heartbeat', headers });
    if (reply?.status === 200 && fieldOf(reply.body, 'status') === 'ok') return true;
    if (performance.now() >= until || reach.closing.aborted) return false;
    await setTimeout(PAUSE_MS, undefined, { signal: reach.closing }).catch(() => undefined);
  }
}

/** Hands over the secret; true where the program has nothing to initialise (404, 501), false while it does or after it failed. */
export async function initialise(site: Site, app: ExternalApp, reach: Reach): Promise<boolean> {
  const reply = await ask(site, app, reach, { method: 'POST', path: '/init', headers: signed(site, app) });
  return reply?.status === 404 || reply?.status === 501;
}

/** Says that the app was enabled or disabled; false where the program did not answer, or names an error. */
export async function announceState(
  site: Site,
  app: ExternalApp,
  reach: Reach,
  enabled: boolean,
): Promise<boolean> {
  const path = `/enabled?enabled=${enabled ? 1 : 0}`;
  const headers = { ...signed(site, app), 'Accept-Language': 'en' };
  const reply = await ask(site, app, reach, { method: 'PUT', path, headers });
  return reply !== null && (fieldOf(reply.body, 'error') ?? '') === '';
}

function signed({ world }: Site, app: ExternalApp): Readonly<Record<string, string>> {
  return {
    'Content-Length': '0',
    'AA-VERSION': flavourOf(world).appApi ?? '',
    'EX-APP-ID': app.id,
    'EX-APP-VERSION': app.version,
    'AUTHORIZATION-APP-API': Buffer.from(`:${app.secret}`).toString('base64'),
    'AA-REQUEST-ID': 'CLI',
  };
}

/** One request; null where there was no answer. */
async function ask(
  { appApi }: Site,
  app: ExternalApp,
  { trusts, closing }: Reach,
  asked: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
  },
): Promise<Reply | null> {
  const daemon = appApi.daemons.get(app.daemon);
  if (daemon === undefined) return null;
  const url = new URL(asked.path, `${daemon.protocol}://${daemon.host}:${app.port}`);
  const headers = { ...asked.headers, 'User-Agent': 'Nextcloud Server Crawler', 'Accept-Encoding': 'gzip' };
  const options = { method: asked.method, headers, timeout: TIMEOUT_MS, signal: closing, agent: false };
  return await new Promise((resolve) => {
    const take = (response: IncomingMessage) =>
      void bodyOf(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, body }),
        () => resolve(null),
      );
    const request =
      daemon.protocol === 'https'
        ? overTls(url, { ...options, ...(trusts !== undefined && { ca: trusts }) }, take)
        : overHttp(url, options, take);
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(null));
    request.end();
  });
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MOST_BYTES) break;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A text field of a JSON object; undefined where there is none. */
function fieldOf(body: string, name: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null) return undefined;
    const field: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
    return typeof field === 'string' ? field : undefined;
  } catch {
    return undefined;
  }
}
