import { createServer, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FRONTS, proxyRule, READABLE } from '../../src/credentials/appapi/proxy-rule.ts';
import { type Loopback, onLoopback } from '../helpers/loopback.ts';
import { isInstalled, startFront } from './fronts.ts';

/** A request line and its header lines, names and values in turn. */
type Sent = readonly [method: string, path: string, ...headers: string[]];

const OURS = ['EX-APP-ID', 'menage', 'AUTHORIZATION-APP-API', 'YW5uYTpz'] as const;
const NOTE = '/remote.php/dav/files/anna/note.txt';

const WRITES: readonly Sent[] = [
  ...['PUT', 'DELETE', 'MKCOL', 'MOVE', 'COPY', 'PROPPATCH', 'LOCK', 'UNLOCK', 'POST', 'PATCH', 'ACL'].map(
    (method) => [method, NOTE] as const,
  ),
  ['MKCALENDAR', '/remote.php/dav/calendars/anna/new'],
  ['PUT', '/remote.php/webdav/note.txt'],
  ['POST', '/remote.php/dav/bulk'],
  ['POST', '/ocs/v2.php/apps/files_sharing/api/v1/shares'],
  ['PUT', '/ocs/v2.php/apps/files_sharing/api/v1/shares/7'],
  ['DELETE', '/ocs/v2.php/apps/files_sharing/api/v1/shares/7'],
  ['PUT', '/ocs/v2.php/cloud/users/anna'],
  ['DELETE', '/ocs/v2.php/core/apppassword'],
  ['POST', '/index.php/login/v2'],
  ['POST', '/index.php/apps/groupfolders/folders'],
];
const CONTENTS: readonly Sent[] = [
  ['GET', NOTE],
  ['HEAD', NOTE],
  ['GET', '/remote.php/webdav/note.txt'],
  ['GET', '/remote.php/dav/trashbin/anna/trash/note.txt.d1'],
  ['GET', '/remote.php/dav/versions/anna/versions/7/1'],
  ['GET', '/index.php/core/preview?fileId=7'],
  ['GET', '/index.php/s/aToken/download'],
  ['PROPFIND', '/remote.php/dav/calendars/anna/'],
  ['REPORT', '/remote.php/dav/addressbooks/users/anna/contacts/'],
  ['GET', '/ocs/v2.php/apps/spreed/api/v1/chat/room'],
  ['GET', '/ocs/v2.php/core/getapppassword'],
  ['GET', '/'],
];
/** What a thief of the key might try to be taken for something else. */
const EVASIONS: readonly Sent[] = [
  ['PROPFIND', '/remote.php/dav/files/../calendars/anna/', ...OURS],
  ['PROPFIND', '/remote.php/dav/files/%2e%2E/calendars/anna/', ...OURS],
  ['PROPFIND', '/remote.php/dav/files/anna%2f..%2F../calendars/anna/', ...OURS],
  ['GET', '/ocs/v2.php/cloud/users/..%2f..%2fcore/getapppassword', ...OURS],
  ['GET', '/ocs/v2.php/cloud/users/./../../core/getapppassword', ...OURS],
  ['GET', '/ocs/v2.php/cloud/users/..', ...OURS],
  ['GET', `//remote.php/dav/../..${NOTE}`, ...OURS],
  ['GET', '/remote.php/dav/files/anna/note.txt?/ocs/v2.php/cloud/user', ...OURS],
  ['PUT', NOTE, 'EX-APP-ID', 'MENAGE'],
  ['PUT', NOTE, 'ex-app-id', '\t menage \t'],
  ['PUT', NOTE, 'EX-APP-ID', 'other', 'EX-APP-ID', 'menage'],
  ['PUT', NOTE, 'EX-APP-ID', 'menage', 'EX-APP-ID', 'other'],
  ['PUT', NOTE, 'EX-APP-ID', 'other, menage'],
  ['PUT', NOTE, 'EX_APP_ID', 'menage'],
  ['PUT', NOTE, 'EX-APP_ID', 'menage'],
  ['PUT', NOTE, 'EX-APP-ID', 'menage 1 PROPFIND /remote.php/dav/files/'],
  ['PUT', NOTE, ...OURS, 'X-HTTP-Method-Override', 'PROPFIND'],
];
const OTHERS: readonly Sent[] = [
  ['PUT', NOTE, 'Authorization', 'Basic YW5uYTpw'],
  ['GET', NOTE, 'Authorization', 'Basic YW5uYTpw'],
  ['POST', '/index.php/login/v2'],
  ['PUT', NOTE, 'EX-APP-ID', 'other', 'AUTHORIZATION-APP-API', 'YW5uYTpz'],
  ['PUT', NOTE, 'EX-APP-ID', 'my_menage', 'AUTHORIZATION-APP-API', 'YW5uYTpz'],
  ['PUT', NOTE, 'EX-APP-ID', 'menage2', 'AUTHORIZATION-APP-API', 'YW5uYTpz'],
];
const READ: readonly Sent[] = [
  ...READABLE.map(({ method, path }) => [method, path, ...OURS] as const),
  ['PROPFIND', '/remote.php/dav/files/anna/.hidden/a..b/...%20/%E2%82%AC', ...OURS],
  ['GET', '/ocs/v2.php/cloud/users/details?limit=500&offset=0&format=json', ...OURS],
  ['GET', '/ocs/v2.php/apps/files_sharing/api/v1/shares?path=%2F..%2F..%2Fa&reshares=true', ...OURS],
];

/** What stands in the place of Nextcloud: whether a request reached it, and whether as ours. */
let reached: 'as menage' | 'as another' | null = null;
let nextcloud: Loopback;
beforeAll(async () => {
  nextcloud = await onLoopback(
    createServer(({ rawHeaders }, response) => {
      // PHP cannot tell "_" from "-"; MySQL pads what it compares.
      const values = rawHeaders.filter(
        (_, at) => at % 2 === 1 && /^ex[-_]app[-_]id$/i.test(rawHeaders[at - 1] ?? ''),
      );
      reached = values.some((value) => value.trim().toLowerCase() === 'menage') ? 'as menage' : 'as another';
      response.end('{}');
    }),
  );
});
afterAll(() => nextcloud.close());

function ask({ url }: Loopback, [method, path, ...headers]: Sent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const options = { method, path, headers: ['Host', 'cloud.example.org', ...headers], agent: false };
    request(url, options, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode));
    })
      .once('error', reject)
      .end();
  });
}

/** What became of each request, as one line. */
async function outcomes(server: Loopback, requests: readonly Sent[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const sent of requests) {
    reached = null;
    const status = await ask(server, sent);
    lines.push(`${status} ${reached ?? 'refused'}: ${sent.join(' ')}`);
  }
  return lines;
}

const all = (outcome: string, requests: readonly Sent[]) =>
  requests.map((sent) => `${outcome}: ${sent.join(' ')}`);
const asOurs = (requests: readonly Sent[]) => requests.map((sent): Sent => [...sent, ...OURS]);
const below = (prefix: string, requests: readonly Sent[]) =>
  requests.map(([method, path, ...headers]): Sent => [method, `${prefix}${path}`, ...headers]);

describe.each(FRONTS.filter(isInstalled))('the rule of %s', (front) => {
  const withRule = async (
    url: string,
    from: readonly string[],
    check: (server: Loopback) => Promise<void>,
  ) => {
    const server = await startFront(front, proxyRule(front, url, from), nextcloud.url);
    try {
      await check(server);
    } finally {
      await server.close();
    }
  };

  it('refuses our app id every write and every content, lets it read what an audit reads, and meets nobody else', () =>
    withRule('https://cloud.example.org', [], async (server) => {
      const refused = asOurs([...WRITES, ...CONTENTS]);
      expect(await outcomes(server, refused)).toEqual(all('403 refused', refused));
      expect(await outcomes(server, READ)).toEqual(all('200 as menage', READ));
      expect(await outcomes(server, OTHERS)).toEqual(all('200 as another', OTHERS));
    }));

  it('lets nothing through as ours that was made to evade it', () =>
    withRule('https://cloud.example.org/', [], async (server) => {
      const evaded = await outcomes(server, EVASIONS);
      expect(evaded.filter((line) => line.includes('as menage'))).toEqual([]);
    }));

  it('keeps the key to the addresses that are named, and leaves others alone there, too', async () => {
    await withRule('https://cloud.example.org', ['192.0.2.7', '2001:db8::/64'], async (server) => {
      expect(await outcomes(server, READ)).toEqual(all('403 refused', READ));
      expect(await outcomes(server, OTHERS)).toEqual(all('200 as another', OTHERS));
    });
    await withRule('https://cloud.example.org', ['192.0.2.7', '127.0.0.0/8'], async (server) => {
      const refused = asOurs([...WRITES, ...CONTENTS]);
      expect(await outcomes(server, READ)).toEqual(all('200 as menage', READ));
      expect(await outcomes(server, refused)).toEqual(all('403 refused', refused));
    });
  });

  it('goes by the folder that Nextcloud is installed in', () =>
    withRule('https://example.org/ma+cloud/', [], async (server) => {
      const read = below('/ma+cloud', READ);
      const refused = [...READ, ...below('/ma+cloud', asOurs(CONTENTS))];
      expect(await outcomes(server, read)).toEqual(all('200 as menage', read));
      expect(await outcomes(server, refused)).toEqual(all('403 refused', refused));
    }));
});
