import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { memberId } from '../../../src/model/ids.ts';
import type { AppApiLogin } from '../../../src/model/secret.ts';
import { secret } from '../../../src/model/secret.ts';
import { type Client, openClient } from '../../../src/nextcloud/http/client.ts';
import type { ReadingRequest } from '../../../src/nextcloud/http/guard.ts';
import { type Seen, serve, type TestServer } from '../server.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close();
});

async function open(
  answer: (request: Seen, response: ServerResponse, nth: number) => unknown,
): Promise<{ server: TestServer; client: Client }> {
  const server = await serve(answer);
  const client = await openClient({
    url: server.url,
    concurrency: 4,
    idleTimeoutMs: 1_000,
    retryPauseMs: 5,
  });
  opened.push(client, server);
  return { server, client };
}

const SECRET = secret('hidden-of-the-registration');
const as = (uid: string): AppApiLogin => ({ appSecret: SECRET, uid: memberId(uid) });
const rootOf = (uid: string): ReadingRequest => ({
  method: 'PROPFIND',
  path: `/remote.php/dav/files/${uid}/`,
});
const base64 = (text: string) => Buffer.from(text).toString('base64');
const nothing = async () => undefined;

describe('a request by AppAPI', () => {
  it('names the exact uid and one version, and no other login', async () => {
    const { server, client } = await open((_, response) => response.writeHead(207).end());
    await client.as(as('Zoé')).ask(rootOf('Zo%C3%A9'), nothing);
    expect(server.seen.at(-1)?.headers).toMatchObject({
      'authorization-app-api': base64('Zoé:hidden-of-the-registration'),
      'ex-app-id': 'menage',
      'ex-app-version': '1.0.0',
    });
    expect(server.seen.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  it('keeps no cookie: it would be the login of the next request', async () => {
    const { server, client } = await open((_, response) => {
      response.setHeader('Set-Cookie', 'oc_session=anna; HttpOnly');
      response.writeHead(207).end();
    });
    const session = client.as(as('anna'));
    await session.ask(rootOf('anna'), nothing);
    await session.ask(rootOf('anna'), nothing);
    expect(server.seen.map(({ headers }) => headers['cookie'])).toEqual(server.seen.map(() => undefined));
  });
});
