import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { RequestError } from '../../../src/model/errors.ts';
import { because } from '../../../src/model/reasons/reason.ts';
import { reasonSentence } from '../../../src/model/reasons/sentence.ts';
import { secret } from '../../../src/model/secret.ts';
import { type Client, type ClientSettings, openClient } from '../../../src/nextcloud/http/client.ts';
import type { Session } from '../../../src/nextcloud/http/exchange.ts';
import { CONTENT_PROBE, type LockedRequest, type ReadingRequest } from '../../../src/nextcloud/http/guard.ts';
import { recording } from '../recordings.ts';
import { replay, type Seen, serve, type TestServer } from '../server.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close();
});

async function open(
  answer: (request: Seen, response: ServerResponse, nth: number) => unknown,
  settings: Partial<ClientSettings> = {},
): Promise<{ server: TestServer; client: Client }> {
  const server = await serve(answer);
  const client = await openClient({
    url: server.url,
    concurrency: 4,
    idleTimeoutMs: 1_000,
    retryPauseMs: 5,
    ...settings,
  });
  opened.push(client, server);
  return { server, client };
}

const anna = { login: 'anna', password: secret('wortschatz') };
const root: ReadingRequest = { method: 'PROPFIND', path: '/remote.php/dav/files/anna/' };
const status: ReadingRequest = { method: 'GET', path: '/status.php' };

async function textOf(session: Session, request: ReadingRequest): Promise<string> {
  return session.ask(request, async ({ body }) => {
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString('utf8');
  });
}

async function failureOf(promise: Promise<unknown>): Promise<RequestError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RequestError)) throw new Error(`No RequestError but ${String(error)}.`);
  return error;
}

describe('what may leave', () => {
  const writing = [
    ['DELETE', '/remote.php/dav/files/anna/x'],
    ['PUT', '/remote.php/dav/files/anna/x'],
    ['MOVE', '/remote.php/dav/files/anna/x'],
    ['PROPPATCH', '/remote.php/dav/files/anna/x'],
    ['MKCOL', '/remote.php/dav/files/anna/x'],
    ['POST', '/ocs/v2.php/apps/files_sharing/api/v1/shares'],
    ['DELETE', '/ocs/v2.php/apps/files_sharing/api/v1/shares/1'],
    ['DELETE', '/ocs/v2.php/core/apppassword/x'],
    ['POST', '/index.php/login/v2/other'],
    ['GET', '/remote.php/dav/files/anna/secret.pdf'],
    ['HEAD', '/remote.php/dav/files/anna/secret.pdf'],
    ['GET', '/remote.php/webdav/secret.pdf'],
    ['GET', '/remote%2Ephp/dav/files/anna/secret.pdf'],
    ['GET', '/public.php/dav/files/token/secret.pdf'],
    ['GET', '/index.php/s/token/download'],
    ['GET', '//evil.example/status.php'],
    ['GET', '/ocs/v2.php/../../remote.php/dav/files/anna/x'],
    ['GET', '/ocs/v2.php/%2e%2e/%2e%2e/remote.php/dav/files/anna/x'],
    ['GET', '/ocs/v2.php/a%2f..%2f..%2fremote.php/dav/files/anna/x'],
    ['PROPFIND', '/index.php/apps/files'],
    ['get', '/status.php'],
    ['PROPFIND', '/remote.php/dav/%2e%2E/files/anna'],
    ['PROPFIND', '/remote.php/dav/.%2e'],
    ['PROPFIND', '/remote.php/davs/files/anna'],
    ['HEAD', '/remote.php/dav/'],
    ['GET', '/index.php/apps/groupfolders/folders/1'],
    ['HEAD', CONTENT_PROBE],
    ['PUT', CONTENT_PROBE],
    ['GET', `${CONTENT_PROBE}/`],
    ['GET', `${CONTENT_PROBE}%3F`],
    ['GET', `${CONTENT_PROBE}?dir=/`],
    ['GET', CONTENT_PROBE.replace('no-such-file', 'other-file')],
    ['GET', CONTENT_PROBE.toUpperCase()],
  ];
  for (const [method, path] of writing) {
    it(`refuses ${method} ${path}`, async () => {
      const { server, client } = await open((_, response) => response.end('{}'));
      // The types refuse these; what bypasses the types must be refused as well.
      const forged = { method, path } as ReadingRequest;
      await expect(textOf(client.as(anna), forged)).rejects.toThrow(/was not sent/);
      expect(server.seen).toEqual([]);
      expect(client.traffic.requests).toBe(0);
    });
  }

  it('is refused by the types as well', () => {
    // @ts-expect-error a method that writes
    const write: ReadingRequest = { method: 'PUT', path: '/remote.php/dav/files/anna/x' };
    // @ts-expect-error a path that is not one of the locked ones
    const other: LockedRequest = { method: 'DELETE', path: '/ocs/v2.php/cloud/users/anna' };
    expect([write.method, other.method]).toEqual(['PUT', 'DELETE']);
  });

  it('lets through what reads, and the two locked paths', async () => {
    const { server, client } = await open((_, response) => response.end('{}'));
    const session = client.as(anna);
    const head: ReadingRequest = { method: 'HEAD', path: '/status.php' };
    for (const request of [root, status, head, { method: 'SEARCH', path: '/remote.php/dav/' }] as const) {
      await textOf(session, request);
    }
    await session.ask({ method: 'DELETE', path: '/ocs/v2.php/core/apppassword' }, async () => undefined);
    await session.ask({ method: 'POST', path: '/index.php/login/v2' }, async () => undefined);
    expect(server.seen.map(({ method }) => method)).toEqual([
      'PROPFIND',
      'GET',
      'HEAD',
      'SEARCH',
      'DELETE',
      'POST',
    ]);
  });

  it.each(["o'brien", 'a!b~c*(d)', 'é @+&=?#%2f', ..."-_.!~*'()"].map((id) => `x${id}`))(
    'lets through the question for the account %s',
    async (id) => {
      const { server, client } = await open((_, response) => response.end('{}'));
      const path = `/ocs/v2.php/cloud/users/${encodeURIComponent(id)}` as const;
      await textOf(client.as(anna), { method: 'GET', path });
      expect(server.seen).toMatchObject([{ path }]);
    },
  );

  it('goes to another machine by https only', async () => {
    const settings = { url: 'http://cloud.example.org', concurrency: 1, idleTimeoutMs: 1 };
    await expect(openClient(settings)).rejects.toThrow(/https/);
    opened.push(await openClient({ ...settings, insecure: true }));
  });

  it('follows no redirect, so that no credential goes elsewhere', async () => {
    const elsewhere = await serve((_, response) => response.end('{}'));
    opened.push(elsewhere);
    const { client } = await open((_, response) =>
      response.writeHead(302, { Location: elsewhere.url }).end(),
    );
    expect((await failureOf(textOf(client.as(anna), root))).failure).toBe('redirected');
    expect(elsewhere.seen).toEqual([]);
  });
});

describe('what a request carries', () => {
  it('is the login, who asks, and on OCS that no browser does', async () => {
    const { server, client } = await open((_, response) => response.end('{}'));
    const shares: ReadingRequest = { method: 'GET', path: '/ocs/v2.php/apps/files_sharing/api/v1/shares' };
    await textOf(client.as(anna), shares);
    await textOf(client.as(null), status);
    const [signedIn, unknown] = server.seen.map(({ headers }) => headers);
    expect(signedIn).toMatchObject({
      authorization: `Basic ${Buffer.from('anna:wortschatz').toString('base64')}`,
      'user-agent': 'menage',
      'accept-encoding': 'gzip',
      'ocs-apirequest': 'true',
    });
    expect(unknown).not.toHaveProperty('authorization');
    expect(unknown).not.toHaveProperty('ocs-apirequest');
  });

  it('goes below the path of the server', async () => {
    const server = await serve((_, response) => response.end('{}'));
    const client = await openClient({ url: `${server.url}/cloud/`, concurrency: 1, idleTimeoutMs: 1_000 });
    opened.push(client, server);
    const session = client.as(anna);
    await textOf(session, status);
    expect(server.seen.map(({ path }) => path)).toEqual(['/cloud/status.php']);
    expect([session.prefix, session.requests()]).toEqual(['/cloud', 1]);
  });
});

describe('sessions', () => {
  it('have cookies of their own, and one request at a time', async () => {
    let busy = 0;
    const { server, client } = await open((request, response) => {
      expect(++busy).toBe(1);
      setTimeout(() => {
        busy--;
        response.setHeader('Set-Cookie', `id=${request.headers['authorization']?.slice(6, 10)}; HttpOnly`);
        response.end('{}');
      }, 10);
    });
    const session = client.as(anna);
    await Promise.all([textOf(session, status), textOf(session, status), textOf(session, status)]);
    await textOf(client.as({ login: 'bob', password: secret('x') }), status);
    expect(server.seen.map(({ headers }) => headers['cookie'])).toEqual([
      undefined,
      'id=YW5u',
      'id=YW5u',
      undefined,
    ]);
    expect(session.requests()).toBe(3);
  });

  it('together never exceed the bound, to the last byte of a body', async () => {
    const { server, client } = await open(
      (_, response) => {
        response.write('{');
        setTimeout(() => response.end('}'), 15);
      },
      { concurrency: 3 },
    );
    await Promise.all(Array.from({ length: 12 }, () => textOf(client.as(anna), status)));
    expect(server.peak()).toBe(3);
    expect(client.traffic).toEqual({ requests: 12, bytesReceived: 24, peakConcurrency: 3 });
  });
});

describe('failures', () => {
  const known = [
    ['090-wrong-token-dav', 'unauthorised'],
    ['091-wrong-token-ocs', 'unauthorised'],
    ['094-disabled-member-dav', 'disabled-account'],
    ['071-trashbin-of-another', 'forbidden'],
    ['044-propfind-member-unknown', 'not-found'],
    ['104-maintenance-dav', 'maintenance'],
  ] as const;
  for (const [name, failure] of known) {
    it(`takes ${name} for ${failure}, and does not try again`, async () => {
      const { server, client } = await open((_, response) => replay(response, recording(name)));
      const error = await failureOf(textOf(client.as(anna), root));
      expect(error.failure).toBe(failure);
      expect(error.message).not.toMatch(/wortschatz|YW5uYTp3b3J0c2NoYXR6/);
      expect(server.seen.filter(({ path }) => path !== '/status.php')).toHaveLength(1);
    });
  }

  it('asks status.php what an OCS 503 means, and stops in maintenance', async () => {
    const { server, client } = await open(({ path }, response) =>
      replay(response, recording(path === '/status.php' ? '103-maintenance-status' : '106-maintenance-ocs')),
    );
    const request = { method: 'GET', path: '/ocs/v2.php/apps/files_sharing/api/v1/shares' } as const;
    expect((await failureOf(textOf(client.as(anna), request))).failure).toBe('maintenance');
    const stopped = await failureOf(textOf(client.as(null), status));
    expect(stopped.failure).toBe('stopped');
    expect(stopped.message).toBe('Not sent: the server is in maintenance; try again later.');
    expect(server.seen).toHaveLength(2);
    expect(client.traffic.requests).toBe(2);
  });

  it('does not take a 503 for maintenance when status.php breaks off', async () => {
    const { server, client } = await open(({ path }, response) =>
      path === '/status.php' ? response.destroy() : response.writeHead(503).end(),
    );
    expect((await failureOf(textOf(client.as(anna), root))).failure).toBe('unavailable');
    expect(client.stopped()).toBeNull();
    expect(client.traffic.requests).toBe(server.seen.length);
  });

  it('sends nothing more with a login that was refused, and says so', async () => {
    const { server, client } = await open((_, response) =>
      replay(response, recording('090-wrong-token-dav')),
    );
    const session = client.as(anna);
    await failureOf(textOf(session, root));
    const second = await failureOf(textOf(session, root));
    expect([second.failure, second.status]).toEqual(['unauthorised', 401]);
    expect(second.message).toBe('PROPFIND /remote.php/dav/files/… not sent: this login was refused.');
    expect(server.seen).toHaveLength(1);
  });

  it('counts no refusal where no login was sent', async () => {
    const { client } = await open((_, response) => response.writeHead(401).end());
    for (let at = 0; at < 4; at++) {
      const { failure } = await failureOf(textOf(client.as(null), status));
      expect(failure).toBe('unauthorised');
    }
    expect(client.stopped()).toBeNull();
  });

  for (const code of [408, 423, 425, 429, 502, 503, 504, 520, 524]) {
    it(`tries ${code} again, four times at most`, async () => {
      const { server, client } = await open(({ path }, response) =>
        path === '/status.php' ? replay(response, recording('001-status')) : response.writeHead(code).end(),
      );
      await failureOf(textOf(client.as(anna), root));
      expect(server.seen.filter(({ path }) => path !== '/status.php')).toHaveLength(4);
    });
  }

  for (const code of [401, 403, 404, 500, 501]) {
    it(`does not try ${code} again`, async () => {
      const { server, client } = await open((_, response) => response.writeHead(code).end());
      await failureOf(textOf(client.as(anna), root));
      expect(server.seen).toHaveLength(1);
    });
  }

  it('waits as long as Retry-After says', async () => {
    const { server, client } = await open((_, response, nth) =>
      nth === 0 ? response.writeHead(429, { 'Retry-After': '1' }).end() : response.end('{}'),
    );
    const began = Date.now();
    expect(await textOf(client.as(anna), status)).toBe('{}');
    expect(Date.now() - began).toBeGreaterThanOrEqual(990);
    expect(server.seen).toHaveLength(2);
  });

  it('ends a wait when it is stopped', async () => {
    const { client } = await open((_, response) => {
      response.writeHead(429, { 'Retry-After': '100' }).end();
      setTimeout(() => client.stop(because('stop.asked')), 200);
    });
    expect((await failureOf(textOf(client.as(anna), status))).failure).toBe('stopped');
  });

  it('tries again after a reset and after silence', async () => {
    const { server, client } = await open(
      (_, response, nth) => {
        if (nth === 0) response.destroy();
        if (nth === 1) response.write('{');
        if (nth > 2) response.end('{}');
      },
      { idleTimeoutMs: 150 },
    );
    expect(await textOf(client.as(anna), status)).toBe('{}');
    expect(server.seen).toHaveLength(4);
  });

  it('stops at the third refused login, and tries none of them twice', async () => {
    const { server, client } = await open((_, response) =>
      replay(response, recording('090-wrong-token-dav')),
    );
    const sessions = ['a', 'b', 'c', 'd'].map((login) => client.as({ login, password: secret('x') }));
    const failures = [];
    for (const session of sessions) failures.push((await failureOf(textOf(session, root))).failure);
    expect(failures).toEqual(['unauthorised', 'unauthorised', 'unauthorised', 'stopped']);
    const [first] = sessions;
    if (first !== undefined) await failureOf(textOf(first, root));
    expect(server.seen).toHaveLength(3);
    expect(reasonSentence([client.stopped()].filter((one) => one !== null))).toMatch(
      /^3 logins were refused.* run "menage credentials check" and import new/,
    );
  });

  it('does not hang on error bodies that are large', async () => {
    const large = 'x'.repeat(300_000);
    const { client } = await open((_, response) => response.writeHead(404).end(large), { concurrency: 2 });
    for (let at = 0; at < 8; at++) expect((await failureOf(textOf(client.as(anna), root))).status).toBe(404);
    expect(client.traffic.bytesReceived).toBe(8 * 300_000);
  });
});
