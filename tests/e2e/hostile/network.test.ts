import { createServer, type Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { memberId } from '../../../src/model/ids.ts';
import { secret } from '../../../src/model/secret.ts';
import { readTrash } from '../../../src/nextcloud/dav/trash.ts';
import { openClient } from '../../../src/nextcloud/http/client.ts';
import type { Session } from '../../../src/nextcloud/http/exchange.ts';
import { startLoginFlow } from '../../../src/nextcloud/ocs/app-password.ts';
import { readStatus } from '../../../src/nextcloud/ocs/status.ts';
import { type Hostile, holdTable } from '../../helpers/hostile.ts';
import { meet, partAll } from '../../helpers/met.ts';
import { type Seen, serve } from '../../nextcloud/server.ts';

afterAll(partAll);

const trash = (session: Session) => readTrash(session, memberId('anna'));

/** A server that speaks raw bytes in place of HTTP; what it heard comes after what came of it. */
function raw(bytes: string, then: (socket: Socket) => void = (socket) => socket.end()) {
  return async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write(bytes);
        then(socket);
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const client = await openClient({
      url: `http://127.0.0.1:${port}`,
      concurrency: 1,
      idleTimeoutMs: 200,
      retryPauseMs: 1,
    });
    try {
      return await trash(client.as({ login: 'anna', password: secret('wortschatz') }));
    } finally {
      client.close();
      server.close();
    }
  };
}

const LINES: readonly Hostile[] = [
  [
    'a header of 1 MB',
    meet(trash, (to) => to.writeHead(207, { 'X-Long': 'x'.repeat(1024 ** 2) }).end()),
    /^exit 4: .*(broke off|HEADERS)/,
  ],
  [
    'headers without end',
    raw(`HTTP/1.1 207 Fine\r\n${'X-More: x\r\n'.repeat(100_000)}`, () => undefined),
    /^exit 4: .*broke off/,
  ],
  ['an answer that is no HTTP', raw('SSH-2.0-OpenSSH_9.2\r\n'), /^exit 4: .*speaks no HTTP/],
  ['a status of four digits', raw('HTTP/1.1 2070 Fine\r\n\r\n'), /^exit 4: /],
  [
    'a header that splits the answer',
    raw('HTTP/1.1 207 Fine\r\nX-A: b\rSet-Cookie: admin=1\r\n\r\n'),
    /^exit 4: /,
  ],
  [
    'two lengths that differ',
    raw('HTTP/1.1 207 Fine\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\nhello'),
    /^exit 4: /,
  ],
  ['a length below nothing', raw('HTTP/1.1 207 Fine\r\nContent-Length: -1\r\n\r\n'), /^exit 4: /],
  [
    'a chunk of 2^64 bytes',
    raw('HTTP/1.1 207 Fine\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx'),
    /^exit 4: /,
  ],
  [
    '100 Continue without end',
    raw('HTTP/1.1 100 Continue\r\n\r\n'.repeat(50_000), () => undefined),
    /^exit 4: /,
  ],
  [
    'an upgrade that nobody asked for',
    raw(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      () => undefined,
    ),
    /^exit 4: /,
  ],
  [
    'an answer that drips in for ever',
    meet(
      trash,
      (to) => {
        to.writeHead(207);
        const drip = setInterval(() => to.write(' '), 5);
        to.once('close', () => clearInterval(drip));
      },
      20,
    ),
    /^exit 4: .*gave no answer in time/,
  ],
  ['silence', meet(trash, () => undefined, 20), /^exit 4: .*gave no answer in time/],
];

describe('on the wire', () => holdTable(LINES));

describe('a way elsewhere', () => {
  it.each([
    [301, 'Location', (url: string) => url],
    [302, 'Location', (url: string) => `${url}/remote.php/dav/`],
    [303, 'Location', (url: string) => url.replace('http:', '')],
    [307, 'Location', (url: string) => url],
    [308, 'Location', (url: string) => url.replace('//', '//anna:wortschatz@')],
    [300, 'Location', (url: string) => url],
    [200, 'Refresh', (url: string) => `0; url=${url}`],
    [201, 'Content-Location', (url: string) => url],
  ] as const)('%i with %s is not gone: no credential leaves', async (status, header, target) => {
    const elsewhere = await serve((_, response) => response.end('{}'));
    const came = await meet(
      async (session) => [
        await readStatus(session).catch(() => null),
        await trash(session).catch(() => null),
      ],
      (to) =>
        to
          .writeHead(status, { [header]: target(elsewhere.url), 'Content-Type': 'application/json' })
          .end('{}'),
    )();
    expect(came).toEqual([status < 300 ? null : { stranger: expect.anything() }, null]);
    expect(elsewhere.seen).toEqual([]);
    await elsewhere.close();
  });

  it('is not gone by the login flow either: the poll goes to the server that was named', async () => {
    const elsewhere = await serve((_, response) => response.end('{}'));
    const seen: string[] = [];
    const endpoint = `${elsewhere.url}/index.php/login/v2/poll`;
    await meet(
      async (session) => {
        const flow = await startLoginFlow(session);
        return flow.poll();
      },
      (to, { path }: Seen) => {
        seen.push(path);
        const login = `http://${to.req.headers.host}/login`;
        const begun = { login, poll: { token: 't', endpoint } };
        to.writeHead(path.endsWith('/poll') ? 404 : 200, { 'Content-Type': 'application/json' });
        to.end(JSON.stringify(begun));
      },
    )();
    expect(seen).toEqual(['/index.php/login/v2', '/index.php/login/v2/poll']);
    expect(elsewhere.seen).toEqual([]);
    await elsewhere.close();
  });

  it('cookies are kept within bounds: what would make a request too long does not come back', async () => {
    let came = '';
    await meet(
      async (session) => {
        for (let at = 0; at < 30; at++) await readStatus(session);
      },
      (to, { headers }, nth) => {
        came = headers.cookie ?? '';
        const many = Array.from({ length: 10 }, (_, at) => `c${nth}-${at}=${'x'.repeat(500)}; HttpOnly`);
        to.writeHead(200, { 'Set-Cookie': [...many, `long=${'x'.repeat(5_000)}`] }).end('a page');
      },
    )();
    expect(came.split('; ')).toHaveLength(13);
    expect(came).not.toContain('long=');
  });
});
