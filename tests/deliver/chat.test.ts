import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { heartbeat, postToChat } from '../../src/deliver/chat.ts';
import { secret } from '../../src/model/secret.ts';

const open: Server[] = [];

/** A real HTTP server on loopback; returns its address and what was posted to it. */
async function channel(status: number, headers: Record<string, string> = {}) {
  const posted: { readonly path: string | undefined; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      posted.push({ path: request.url, body });
      response.writeHead(status, headers).end('ok');
    });
  });
  open.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { posted, url: `http://127.0.0.1:${address.port}/hooks/s3cr3t` };
}

afterEach(async () => {
  for (const server of open.splice(0)) await new Promise<void>((closed) => server.close(() => closed()));
});

describe('posting to a webhook', () => {
  it('posts the text, and tells a watchdog the moment in the path', async () => {
    const { posted, url } = await channel(200);
    expect(await postToChat(secret(url), 'Bonjour')).toEqual({ outcome: 'sent', reply: '200' });
    expect(await heartbeat(secret(url), 'fail')).toEqual({ outcome: 'sent', reply: '200' });
    expect(posted).toEqual([
      { path: '/hooks/s3cr3t', body: '{"text":"Bonjour"}' },
      { path: '/hooks/s3cr3t/fail', body: '' },
    ]);
  });

  it.each([
    [503, 'deferred'],
    [404, 'refused'],
  ] as const)('takes %s as %s', async (status, outcome) => {
    const { url } = await channel(status);
    expect(await postToChat(secret(url), 'Bonjour')).toEqual({ outcome, reply: `HTTP ${status}` });
  });

  it.each([
    ['without a scheme', 'chat.coop.example/hooks/s3cr3t', /no http or https address/],
    ['of another scheme', 'ftp://chat.coop.example/hooks/s3cr3t', /no http or https address/],
    ['that is empty but for a slash', '/', /no http or https address/],
    ['with a login', 'http://s3cr3t:s3cr3t@127.0.0.1:1/hooks', /user name or password/],
    [
      'of a port that nobody listens on',
      'http://127.0.0.1:2/hooks/s3cr3t',
      /^The chat server takes no connection on port 2; correct admins\.mattermost\.webhookFile, or/,
    ],
    [
      'of a host that does not exist',
      'http://s3cr3t.invalid/hooks/s3cr3t',
      /^(?:DNS does not know|The name server did not answer about) the chat server/,
    ],
  ])('names no address %s in what it answers', async (_, address, reply) => {
    const handOver = await postToChat(secret(address), 'Bonjour');
    expect(handOver.outcome).toBe('deferred');
    expect(handOver.reply).toMatch(reply);
    expect(handOver.reply).not.toContain('s3cr3t');
  });

  it('names no address where the answer leads elsewhere', async () => {
    const { url } = await channel(302, { location: 'http://127.0.0.1:1/s3cr3t' });
    const handOver = await heartbeat(secret(url), 'start');
    expect(handOver).toEqual({
      outcome: 'deferred',
      reply:
        'The watchdog points to another address (http:): write the address that it is to go to into the file of admins.heartbeat.urlFile.',
    });
    const other = await channel(307, { location: 'https://other.example/s3cr3t' });
    expect((await postToChat(secret(other.url), 'Bonjour')).reply).toMatch(
      /^The chat server points to https:\/\/other\.example: /,
    );
  });
});
