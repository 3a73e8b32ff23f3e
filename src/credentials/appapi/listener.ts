import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { UsageError } from '../../model/errors.ts';
import { APP_ID, type Secret, secret } from '../../model/secret.ts';
import { type ListenPlace, urlHost } from './place.ts';

/** A certificate and its key, as PEM. */
export interface TlsPair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** What is made of the requests that Nextcloud sends while it registers an app. */
export interface Asked {
  heartbeat(): void;
  /** A secret came; whether it is the server's own is not known yet. False: none is taken any more. */
  init(candidate: Secret): boolean;
  /** Switched on or off by who holds this secret. False: it is none that came before. */
  enabled(candidate: Secret, on: boolean): boolean;
}

export interface ListenSettings {
  readonly place: ListenPlace;
  readonly tls: TlsPair | null;
  /** How long a request may take to be complete. */
  readonly patienceMs?: number;
}

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** Nextcloud sends a dozen short header lines and no body, and waits for nothing: whoever is slow or large is somebody else. */
const PATIENCE_MS = 5_000;
const MOST_HEADER_BYTES = 8_192;
const MOST_CONNECTIONS = 32;
/** 128 characters when Nextcloud makes it. */
const SECRET = /^:([\x21-\x7e]{32,512})$/;

/**
 * Listens for what Nextcloud asks of an external app while it registers it.
 * @throws {UsageError} where nothing can listen there.
 */
export async function openListener(
  { place, tls, patienceMs = PATIENCE_MS }: ListenSettings,
  asked: Asked,
): Promise<Listener> {
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const { status, body } = answerOf(request, asked);
    // What else is sent is not read: the connection ends with the answer.
    response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' });
    response.end(JSON.stringify(body));
  };
  const options: ServerOptions = {
    maxHeaderSize: MOST_HEADER_BYTES,
    headersTimeout: patienceMs,
    requestTimeout: patienceMs,
    connectionsCheckingInterval: patienceMs / 4,
  };
  const server =
    tls === null ? createServer(options, answer) : createTlsServer({ ...options, ...tls }, answer);
  server.maxConnections = MOST_CONNECTIONS;
  await listening(server, place);
  // The address of a listening TCP server is an object.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, string>>;
}

const DONE: Reply = { status: 200, body: {} };
const REFUSED: Reply = { status: 401, body: { error: 'unknown secret' } };

function answerOf(request: IncomingMessage, asked: Asked): Reply {
  const [path, query = ''] = (request.url ?? '').split('?');
  switch (`${request.method} ${path}`) {
    case 'GET /heartbeat':
      asked.heartbeat();
      return { status: 200, body: { status: 'ok' } };
    case 'POST /init': {
      const candidate = secretIn(request);
      if (candidate === null) return REFUSED;
      // 404 is what means "nothing more to be done" to Nextcloud.
      return asked.init(candidate) ? { status: 404, body: {} } : { status: 403, body: { error: 'closed' } };
    }
    case 'PUT /enabled': {
      const candidate = secretIn(request);
      const on = new URLSearchParams(query).get('enabled') === '1';
      return candidate !== null && asked.enabled(candidate, on) ? DONE : REFUSED;
    }
    default:
      return { status: 404, body: { error: 'unknown' } };
  }
}

/** The secret of a request that speaks of our app, in no member's name. */
function secretIn({ headers }: IncomingMessage): Secret | null {
  const written = headers['authorization-app-api'];
  if (headers['ex-app-id'] !== APP_ID || typeof written !== 'string') return null;
  const [, text] = SECRET.exec(Buffer.from(written, 'base64').toString('latin1')) ?? [];
  return text === undefined ? null : secret(text);
}

const WHY: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'another program listens there already: end it, or name another port'],
  ['EADDRNOTAVAIL', 'this machine does not have that address: name one that it has'],
  ['ENOTFOUND', 'that name leads to no address: correct it'],
  ['EAI_AGAIN', 'that name cannot be looked up now: write an address'],
  ['EACCES', 'this user may not listen on a port below 1024: name another port'],
]);

function listening(server: Server, place: ListenPlace): Promise<void> {
  return new Promise((ready, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = WHY.get(error.code ?? '') ?? error.message;
      const where = `${urlHost(place)}:${place.port}`;
      failed(new UsageError(`Cannot listen at ${where} (--listen): ${why}.`, { cause: error }));
    });
    server.listen(place.port, place.host, () => ready());
  });
}
