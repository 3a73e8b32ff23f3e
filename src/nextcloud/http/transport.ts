import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import { fetch } from '@buttercup/fetch';
import { AuthType, createClient, getPatcher } from 'webdav';
import { readNamedFile } from '../../files/read.ts';
import { whyUnread } from '../../files/why-unread.ts';
import { UsageError } from '../../model/errors.ts';
import { assertMayLeave } from './guard.ts';

/** An HTTP answer whose body has not been read. */
export interface RawAnswer {
  readonly status: number;
  header(name: string): string | null;
  readonly cookies: readonly string[];
  readonly body: Readable;
}

interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
}

/** Sends one request; resolves with any status once the header lines are there, rejects when none came. */
export interface Transport {
  send(request: Outgoing): Promise<RawAnswer>;
  close(): void;
}

let patched: URL[] | null = null;

/**
 * The package's fetch follows redirects and sends every method. Its patcher is global to the process and replaces
 * fetch, so ours guards each request of every client and never follows a redirect.
 */
function guardFetch(base: URL): void {
  if (patched !== null) {
    patched.push(base);
    return;
  }
  const bases = [base];
  patched = bases;
  getPatcher().patch('fetch', (address: unknown, options: unknown) => {
    if (typeof address !== 'string' || !isRecord(options))
      throw new TypeError('fetch was called in an unknown way');
    const target = new URL(address);
    const [home] = bases
      .filter((known) => known.origin === target.origin && target.pathname.startsWith(known.pathname))
      .sort((a, b) => b.pathname.length - a.pathname.length);
    assertMayLeave(String(options['method'] ?? 'GET'), target, home ?? base);
    return fetch(address, { ...options, redirect: 'manual' });
  });
}

/** The transport of the `webdav` package, with keep-alive connections of our own. */
export function webdavTransport(base: URL, sockets: number, ca: string | undefined): Transport {
  guardFetch(base);
  const pool = { keepAlive: true, maxSockets: sockets };
  const httpAgent = new HttpAgent(pool);
  const httpsAgent = new HttpsAgent({
    ...pool,
    minVersion: 'TLSv1.2',
    // Said here, or NODE_TLS_REJECT_UNAUTHORIZED would decide.
    rejectUnauthorized: true,
    ...(ca !== undefined && { ca: certificate(ca) }),
  });
  const client = createClient(base.href, { authType: AuthType.None, httpAgent, httpsAgent });
  return {
    async send({ method, url, headers, body, signal }) {
      try {
        const options = {
          method,
          url: url.href,
          headers: { ...headers },
          signal,
          ...(body !== undefined && { data: body }),
        };
        return rawAnswer(await client.customRequest(url.pathname, options));
      } catch (error) {
        // From 400 on the package throws, with the answer in the error and its body unread.
        if (isRecord(error) && isRecord(error['response'])) return rawAnswer(error['response']);
        throw error;
      }
    },
    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

function certificate(file: string): Buffer {
  try {
    return readNamedFile(file, 'the certificate', 'own');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot read the certificate ${file} (${whyUnread(error)}): correct server.ca.`, {
      cause: error,
    });
  }
}

interface FetchHeaders {
  get(name: string): string | null;
  raw?(): Record<string, string[]>;
}

function rawAnswer(response: unknown): RawAnswer {
  if (!isRecord(response) || typeof response['status'] !== 'number' || !hasHeaders(response['headers'])) {
    throw new TypeError('The HTTP client gave no answer.');
  }
  const { status, headers, body } = response;
  return {
    status,
    header: (name) => headers.get(name),
    cookies: headers.raw?.()['set-cookie'] ?? [],
    body: body instanceof Readable ? body : Readable.from([]),
  };
}

function hasHeaders(value: unknown): value is FetchHeaders {
  return isRecord(value) && typeof value['get'] === 'function';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
