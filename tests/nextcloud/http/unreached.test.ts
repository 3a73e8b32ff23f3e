import { createServer } from 'node:http';
import { createServer as createTcp } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postToChat } from '../../../src/deliver/chat.ts';
import { openSession } from '../../../src/deliver/smtp-session.ts';
import { messageOf } from '../../../src/model/errors.ts';
import { secret } from '../../../src/model/secret.ts';
import { openClient } from '../../../src/nextcloud/http/client.ts';
import { readStatus } from '../../../src/nextcloud/ocs/status.ts';
import { onLoopback } from '../../helpers/loopback.ts';
import { AUTHORITY, tlsServer } from '../../helpers/tls-server.ts';

/** The ports of servers that are something else than was meant; `closed` is nobody's. */
const ports = { plain: '', good: '', other: '', expired: '', smtp: '', closed: '1' };
const opened: { close(): unknown }[] = [];

beforeAll(async () => {
  const plain = await onLoopback(createServer((_, response) => response.end('hello')));
  const servers = await Promise.all([tlsServer('localhost'), tlsServer('other-name'), tlsServer('expired')]);
  const greeting = createTcp((socket) => socket.on('error', () => {}).end('220 mail ESMTP\r\n'));
  await new Promise<void>((ready) => greeting.listen(0, '127.0.0.1', ready));
  const address = greeting.address();
  ports.smtp = typeof address === 'object' ? String(address?.port) : '';
  ports.plain = new URL(plain.url).port;
  [ports.good, ports.other, ports.expired] = servers.map(({ port }) => port) as [string, string, string];
  opened.push(plain, greeting, ...servers);
});
afterAll(async () => {
  for (const one of opened) await one.close();
});

/** What is said, and after how many requests. */
async function asked(url: string, ca?: string): Promise<readonly [string, number]> {
  const settings = { url, concurrency: 1, idleTimeoutMs: 3_000, retryPauseMs: 1 };
  const client = await openClient({ ...settings, ...(ca !== undefined && { ca }) });
  opened.push(client);
  const message = await readStatus(client.as(null)).then(() => 'it answered', messageOf);
  return [message, client.traffic.requests];
}

describe('a Nextcloud that cannot be reached', () => {
  it.each([
    [
      'https',
      'good',
      1,
      'certificate of localhost is of an authority that this machine does not know; name the certificate of your own authority in server.ca',
    ],
    [
      'https',
      'other',
      1,
      'the certificate of localhost is made for other.example; write that name into server.url',
    ],
    ['https', 'expired', 1, 'the certificate of localhost has expired'],
    ['https', 'plain', 1, 'localhost speaks no TLS on port'],
    ['http', 'smtp', 1, 'speaks no HTTP; correct server.url'],
    ['http', 'good', 4, 'localhost cut the connection; correct the port or the scheme in server.url'],
    ['http', 'closed', 4, 'localhost takes no connection on port 1; correct server.url'],
  ] as const)('%s to "%s" is tried %i times and named', async (scheme, port, requests, sentence) => {
    const ca = port === 'other' || port === 'expired' ? AUTHORITY : undefined;
    const [message, sent] = await asked(`${scheme}://localhost:${ports[port]}`, ca);
    expect(message).toMatch(/^GET \/status\.php did not reach the server: /);
    expect(message).toContain(sentence);
    expect(sent).toBe(requests);
  });

  it('by a name that is none says so at once', async () => {
    const [message] = await asked('https://cloud.invalid');
    expect(message).toMatch(
      /DNS does not know cloud\.invalid|name server did not answer about cloud\.invalid/,
    );
  });
});

describe('a mail server that cannot be reached', () => {
  it.each([
    ['smtps', 'good', 'the mail server localhost is of an authority', 'NODE_EXTRA_CA_CERTS'],
    ['smtps', 'plain', 'the mail server localhost speaks no TLS on port', 'smtps:// is for port 465'],
    ['smtp', 'closed', 'the mail server localhost takes no connection on port 1', 'correct mail.transport'],
  ] as const)('%s to "%s" is named', async (scheme, port, what, remedy) => {
    const session = openSession(
      { address: `${scheme}://localhost:${ports[port]}`, password: null, insecure: false },
      3_000,
    );
    const message = await session.then(() => 'let in', messageOf);
    expect(message).toMatch(/^Nothing was sent: /);
    expect(message).toContain(what);
    expect(message).toContain(remedy);
  });
});

describe('a chat that cannot be reached', () => {
  it.each([
    ['https', 'plain', 'The chat server speaks no TLS on port'],
    ['https', 'good', 'The certificate of the chat server is of an authority'],
    ['http', 'smtp', 'What answers at the chat server on port'],
  ] as const)('%s to "%s" is named without its address', async (scheme, port, sentence) => {
    const { reply } = await postToChat(secret(`${scheme}://localhost:${ports[port]}/hooks/s3cr3t`), 'x');
    expect(reply).toContain(sentence);
    expect(reply).not.toMatch(/localhost|s3cr3t/);
  });
});
