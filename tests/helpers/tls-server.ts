import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { fileURLToPath } from 'node:url';
import { onLoopback } from './loopback.ts';

/** The certificates of `tests/fixtures/tls/`: of a test authority, for `localhost`; the key of each lies beside it. */
type Certificate = 'localhost' | 'other-name' | 'expired';

/** The certificate of the authority that signed them. */
export const AUTHORITY = fileURLToPath(new URL('../fixtures/tls/authority.pem', import.meta.url));

/** A server that speaks TLS by one of them, and answers everything with `{}`. */
export async function tlsServer(
  certificate: Certificate,
): Promise<{ readonly port: string; close(): Promise<void> }> {
  const part = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url));
  const pair = { key: part(`${certificate}.key`), cert: part(`${certificate}.pem`) };
  const { url, close } = await onLoopback(createServer(pair, (_, response) => response.end('{}')));
  return { port: new URL(url).port, close };
}
