import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import type { DemoServer } from '../../src/demo/nextcloud/server.ts';

const OCC = join(import.meta.dirname, 'occ.js');

/** A program that behaves as the server's occ, while it can be called. */
export interface Occ {
  /** As one types it: for `--occ`. */
  readonly command: string;
  /** The words of each call. */
  readonly calls: readonly (readonly string[])[];
  /** What each call printed. */
  readonly printed: readonly string[];
  close(): Promise<void>;
}

/** Lets the embedded server's commands be run by another process. */
export async function startOcc(server: Pick<DemoServer, 'occ'>): Promise<Occ> {
  const calls: (readonly string[])[] = [];
  const printed: string[] = [];
  const { port, close } = await listen((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.once('end', () => {
      const words = z.array(z.string()).parse(JSON.parse(body));
      calls.push(words);
      void server.occ(words).then((result) => {
        printed.push(result.stdout);
        response.end(JSON.stringify(result));
      });
    });
  });
  return { command: `node ${OCC} http://127.0.0.1:${port}`, calls, printed, close };
}

async function listen(listener: RequestListener): Promise<{ port: number; close(): Promise<void> }> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  const close = async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { port: address.port, close };
}

/** What an external app's program was asked, in order. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/**
 * Registers menage (or another app) at the embedded server with a program that does nothing but answer.
 * @returns the secret that the server made, and what it asked.
 */
export async function registerApp(
  server: Pick<DemoServer, 'occ' | 'url'>,
  id = 'menage',
): Promise<{ readonly secret: string; readonly received: readonly Received[] }> {
  const received: Received[] = [];
  const { port, close } = await listen(({ method = '', url = '', headers }, response) => {
    const text = Object.entries(headers).map(([name, value]) => [name, value?.toString()] as const);
    received.push({ method, path: url, headers: Object.fromEntries(text) });
    response.writeHead(url === '/init' ? 404 : 200, { 'content-type': 'application/json' });
    response.end(url === '/heartbeat' ? '{"status":"ok"}' : '{}');
  });
  try {
    for (const words of [daemonWords(server.url), registerWords(port, {}, id)]) {
      const { code, stdout, stderr } = await server.occ(words);
      if (code !== 0) throw new RangeError(`occ ${words[0]}: ${stdout}${stderr}`);
    }
  } finally {
    await close();
  }
  const header = received.find(({ path }) => path === '/init')?.headers['authorization-app-api'] ?? '';
  return { secret: Buffer.from(header, 'base64').toString().slice(1), received };
}

export function daemonWords(url: string): readonly string[] {
  return ['app_api:daemon:register', 'menage_host', 'Menage', 'manual-install', 'http', '127.0.0.1', url];
}

export function registerWords(
  port: number,
  more: Readonly<Record<string, string>> = {},
  id = 'menage',
): readonly string[] {
  const info = JSON.stringify({ name: 'Menage', version: '1.0.0', port, ...more });
  return ['app_api:app:register', id, 'menage_host', '--json-info', info];
}

/** The headers by which menage asks as `uid`; as itself where that is empty. */
export function appHeaders(
  uid: string,
  secret: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    'AUTHORIZATION-APP-API': Buffer.from(`${uid}:${secret}`).toString('base64'),
    'EX-APP-ID': 'menage',
    'EX-APP-VERSION': '1.0.0',
    'AA-VERSION': '32.0.0',
    'OCS-APIRequest': 'true',
    ...more,
  };
}
