import { afterEach, describe, expect, it } from 'vitest';
import { type DemoServer, startServer } from '../../../src/demo/nextcloud/server.ts';
import { addShare, disableUser, editorOf, moveNode, putFile, removeNode } from '../../helpers/edit-world.ts';
import { basic, folderIn, NOW, type SmallWish, smallWorld, userOf } from '../../helpers/world.ts';
import { describedIn, treePathOf } from '../recording.ts';

let server: DemoServer;
afterEach(() => server.close());

async function start(wish?: SmallWish): Promise<DemoServer> {
  server = await startServer(smallWorld(wish), { clock: () => NOW });
  return server;
}

interface Question {
  readonly as?: string;
  readonly tree?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function loginOf(as: string): string {
  const user = userOf(server.world, as);
  return basic(user.loginName, user.appPassword ?? server.world.admin.password);
}

async function propfind(
  path: string,
  depth: string,
  { as = 'alice', tree = as, headers = {} }: Question = {},
) {
  const names = [
    'd:getetag',
    'd:resourcetype',
    'oc:fileid',
    'oc:size',
    'oc:owner-id',
    'nc:mount-type',
    'oc:permissions',
  ];
  const body = `<?xml version="1.0"?><d:propfind xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns" xmlns:nc="http://nextcloud.org/ns"><d:prop>${names.map((name) => `<${name}/>`).join('')}</d:prop></d:propfind>`;
  const url = `${server.url}/remote.php/dav/files/${tree}${path.split('/').map(encodeURIComponent).join('/')}`;
  const answer = await fetch(url, {
    method: 'PROPFIND',
    body,
    headers: { authorization: loginOf(as), Depth: depth, ...headers },
  });
  const text = await answer.text();
  const rows = describedIn(text);
  const sizes = Object.fromEntries(
    rows.map(({ href, found }) => [treePathOf(href), Number(found.get('oc:size'))]),
  );
  return { status: answer.status, text, rows, sizes, headers: answer.headers };
}

async function search(as = 'alice') {
  const body = `<?xml version="1.0"?><d:searchrequest xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns"><d:basicsearch><d:select><d:prop><oc:size/></d:prop></d:select><d:from><d:scope><d:href>/files/${as}</d:href><d:depth>infinity</d:depth></d:scope></d:from><d:where><d:eq><d:prop><oc:owner-id/></d:prop><d:literal>${as}</d:literal></d:eq></d:where></d:basicsearch></d:searchrequest>`;
  const answer = await fetch(`${server.url}/remote.php/dav/`, {
    method: 'SEARCH',
    body,
    headers: { authorization: loginOf(as) },
  });
  const text = await answer.text();
  return {
    status: answer.status,
    paths: describedIn(text)
      .map(({ href }) => treePathOf(href))
      .sort(),
  };
}

async function ocs(path: string, as = 'alice', method = 'GET') {
  const headers = { authorization: loginOf(as), 'OCS-APIRequest': 'true' };
  const answer = await fetch(`${server.url}/ocs/v2.php${path}`, { method, headers });
  return { status: answer.status, text: await answer.text() };
}

describe('trees of the embedded server', () => {
  it('mounts what was received, counts it in the sums, and keeps it out of an owner search', async () => {
    await start({
      members: {
        alice: { files: { '/own.txt': 10 } },
        bob: { files: { '/Plans/a.pdf': 5, '/Plans/in/b.pdf': 7 } },
      },
      shares: [{ fileOwner: 'bob', path: '/Plans', type: 0, recipient: 'alice', permissions: 17 }],
    });
    const { sizes, rows } = await propfind('/', 'infinity');
    expect(sizes).toEqual({
      '/': 22,
      '/own.txt': 10,
      '/Plans': 12,
      '/Plans/a.pdf': 5,
      '/Plans/in': 7,
      '/Plans/in/b.pdf': 7,
    });
    const plans = rows.find(({ href }) => href.endsWith('/Plans/'))?.found;
    expect([plans?.get('nc:mount-type'), plans?.get('oc:owner-id'), plans?.get('oc:permissions')]).toEqual([
      'shared',
      'bob',
      'SRGDNV',
    ]);
    expect((await search()).paths).toEqual(['/own.txt']);
  });

  it('hides what a forbidden folder holds, but not its size', async () => {
    await start({
      members: { alice: { files: { '/open.txt': 1, '/Closed/secret.txt': 100, '/Closed/in/deep.txt': 10 } } },
    });
    folderIn(userOf(server.world, 'alice').home, '/Closed').forbidden = true;
    expect((await propfind('/', 'infinity')).sizes).toEqual({ '/': 111, '/open.txt': 1, '/Closed': 110 });
    expect((await search()).paths).toEqual(['/Closed', '/open.txt']);
    expect((await propfind('/Closed', '1')).status).toBe(403);
    expect((await propfind('/Closed/in', '1')).status).toBe(403);
  });

  it('shows an unavailable mount without id, etag or contents', async () => {
    await start({ members: { alice: { files: { '/a.txt': 1 } } } });
    const alice = userOf(server.world, 'alice');
    alice.mounts.push({
      path: '/NAS',
      type: 'external',
      folder: structuredClone(alice.home),
      unavailable: true,
    });
    const nas = (await propfind('/', '1')).rows.find(({ href }) => href.endsWith('/NAS/'))?.found;
    expect([
      nas?.get('oc:fileid'),
      nas?.get('d:getetag'),
      nas?.get('oc:size'),
      nas?.get('oc:permissions'),
    ]).toEqual(['-1', '&quot;&quot;', '0', 'MG']);
    expect((await propfind('/', 'infinity')).sizes).toEqual({ '/': 1, '/a.txt': 1 });
  });

  it('gives each folder above a change a new etag, and no other', async () => {
    await start({ members: { alice: { files: { '/A/in/a.txt': 1, '/B/b.txt': 1 } } } });
    const etags = async () => {
      const { rows } = await propfind('/', 'infinity');
      return Object.fromEntries(rows.map(({ href, found }) => [treePathOf(href), found.get('d:getetag')]));
    };
    const before = await etags();
    const editor = editorOf(server.world, { now: () => NOW });
    putFile(editor, 'alice', '/A/in/a.txt', { size: 2 });
    const after = await etags();
    const changed = Object.keys(before).filter((path) => before[path] !== after[path]);
    expect(changed.sort()).toEqual(['/', '/A', '/A/in', '/A/in/a.txt']);
    moveNode(editor, 'alice', '/B', '/A/B');
    removeNode(editor, 'alice', '/A/in');
    expect(Object.keys(await etags()).sort()).toEqual(['/', '/A', '/A/B', '/A/B/b.txt']);
    addShare(editor, 'alice', '/A/B/b.txt');
    expect((await ocs('/apps/files_sharing/api/v1/shares?format=json')).text).toContain(
      '"path":"\\/A\\/B\\/b.txt"',
    );
    disableUser(editor, 'alice');
    expect((await propfind('/', '0')).status).toBe(503);
  });
});

describe('the door of the embedded server', () => {
  it('refuses whatever would change something, and counts it', async () => {
    await start();
    const headers = { authorization: loginOf('alice'), 'OCS-APIRequest': 'true' };
    for (const method of ['PUT', 'DELETE', 'MKCOL', 'MOVE', 'PROPPATCH', 'POST']) {
      const answer = await fetch(`${server.url}/remote.php/dav/files/alice/x`, { method, headers });
      expect([method, answer.status]).toEqual([method, 405]);
    }
    expect(server.counters.writes).toBe(6);
    expect(server.counters.byKind).toEqual({ write: 6 });
    expect(server.counters.refused[0]).toBe('PUT /remote.php/dav/files/alice/x');
  });

  it('hands out no contents, and counts who asks for them', async () => {
    await start({ members: { alice: { files: { '/a.txt': 1 } } } });
    const headers = { authorization: loginOf('alice') };
    for (const path of ['/remote.php/dav/files/alice/a.txt', '/remote.php/dav/trashbin/alice/trash/b.d1']) {
      expect((await fetch(server.url + path, { headers })).status).toBe(405);
    }
    await propfind('/', '1');
    expect(server.counters.refused).toEqual([
      'GET /remote.php/dav/files/alice/a.txt',
      'GET /remote.php/dav/trashbin/alice/trash/b.d1',
    ]);
    expect(server.counters.writes).toBe(0);
  });

  it('shows the tree of the cookie, not of the login, as an empty one', async () => {
    await start({ members: { alice: { files: { '/a.txt': 1 } }, bob: { files: { '/b.txt': 1 } } } });
    const cookie = (await propfind('/', '0')).headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await propfind('/', '1', { headers: { cookie } })).rows).toHaveLength(2);
    const mixed = await propfind('/', '1', { as: 'bob', headers: { cookie } });
    expect([mixed.status, mixed.rows.length, mixed.rows[0]?.found.has('d:getetag')]).toEqual([207, 1, false]);
    expect(server.counters.sessions).toBe(1);
  });

  it('locks everybody out after more than ten wrong logins', async () => {
    await start({ members: { alice: {}, bob: {} } });
    for (let failure = 0; failure < 11; failure++) {
      const headers = { authorization: basic('alice', 'wrong') };
      expect((await propfind('/', '0', { as: 'alice', headers })).status).toBe(401);
    }
    expect((await propfind('/', '0', { as: 'bob' })).status).toBe(429);
    server.forgive();
    expect((await propfind('/', '0', { as: 'bob' })).status).toBe(207);
  });

  it('notes a login at most once a minute', async () => {
    await start({ members: { alice: { lastLogin: NOW - 59_000 }, bob: { lastLogin: NOW - 61_000 } } });
    await propfind('/', '0');
    await propfind('/', '0', { as: 'bob' });
    expect(userOf(server.world, 'alice').lastLogin).toBe(NOW - 59_000);
    expect(userOf(server.world, 'bob').lastLogin).toBe(NOW);
  });

  it('grants a login flow once, and forgets the app password when it is revoked', async () => {
    await start({ members: { alice: { appPassword: null } } });
    const begun: unknown = await (await fetch(`${server.url}/index.php/login/v2`, { method: 'POST' })).json();
    const token = /"token":"(\w+)"/.exec(JSON.stringify(begun))?.[1] ?? '';
    const poll = () =>
      fetch(`${server.url}/login/v2/poll`, { method: 'POST', body: new URLSearchParams({ token }) });
    expect((await poll()).status).toBe(404);
    server.grant('alice');
    const granted = await (await poll()).text();
    expect((await poll()).status).toBe(404);
    const secret = /"appPassword":"([^"]+)"/.exec(granted)?.[1] ?? '';
    expect(server.handedOut()).toContain(secret);
    const headers = { authorization: `Bearer ${secret}`, 'OCS-APIRequest': 'true' };
    const url = `${server.url}/ocs/v2.php/core/apppassword?format=json`;
    expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(200);
    expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(401);
  });

  it('drops what has expired when shares are listed', async () => {
    await start({
      members: { alice: { files: { '/a.txt': 1 } } },
      shares: [
        { fileOwner: 'alice', path: '/a.txt', expires: '2026-11-24' },
        { fileOwner: 'alice', path: '/a.txt', expires: '2026-11-25', label: 'still open' },
      ],
    });
    await ocs('/apps/files_sharing/api/v1/shares?format=json');
    expect(server.world.shares.map(({ label }) => label)).toEqual(['still open']);
  });
});

describe('faults', () => {
  it.each([
    ['unauthorised', 401],
    ['empty-500', 500],
    ['not-implemented', 501],
    ['locked', 423],
    ['unavailable', 503],
    ['rate-limited', 429],
    ['forbidden', 403],
    ['empty-207', 207],
    ['no-filesystem', 207],
    ['foreign-root', 207],
  ] as const)('%s', async (fault, status) => {
    await start({ members: { alice: { files: { '/a.txt': 1 } } } });
    server.faults.add({ fault, member: 'alice', kind: 'propfind', times: 1 });
    const struck = await propfind('/', '1');
    expect([struck.status, struck.rows.length < 2]).toEqual([status, true]);
    expect((await propfind('/', '1')).rows).toHaveLength(2);
  });

  it('cuts, resets, lessens depth, and hides sizes and ids', async () => {
    await start({ members: { alice: { files: { '/A/a.txt': 1 } } } });
    const once = { kind: 'propfind', times: 1 } as const;
    server.faults.add({ ...once, fault: 'cut-207' });
    expect((await propfind('/', 'infinity')).text).not.toContain('</d:multistatus>');
    for (const fault of ['reset', 'reset-mid-body'] as const) {
      server.faults.add({ ...once, fault });
      await expect(propfind('/', 'infinity')).rejects.toThrow();
    }
    server.faults.add({ ...once, fault: 'depth-1' });
    expect((await propfind('/', 'infinity')).rows).toHaveLength(2);
    server.faults.add({ fault: 'unknown-size', path: '/A' });
    server.faults.add({ fault: 'unknown-id', path: '/A/a.txt' });
    const { rows, sizes } = await propfind('/', 'infinity');
    expect(sizes).toEqual({ '/': 1, '/A': -1, '/A/a.txt': 1 });
    expect(rows.at(-1)?.found.get('oc:fileid')).toBe('-1');
  });

  it('tells Retry-After, keeps others going, and ends maintenance when it is cleared', async () => {
    await start({ members: { alice: {}, bob: {} } });
    server.faults.add({ fault: 'rate-limited', member: 'alice', retryAfter: 3 });
    expect((await propfind('/', '0')).headers.get('retry-after')).toBe('3');
    expect((await propfind('/', '0', { as: 'bob' })).status).toBe(207);
    server.faults.clear();
    server.faults.add({ fault: 'maintenance', times: 1, kind: 'propfind' });
    expect((await propfind('/', '0')).text).toContain('ServerMaintenanceMode');
    expect(await (await fetch(`${server.url}/status.php`)).text()).toContain('"maintenance":true');
    server.faults.clear();
    expect((await propfind('/', '0')).status).toBe(207);
  });

  it('counts requests in flight, over all and for one member', async () => {
    await start({ members: { alice: {}, bob: {} } });
    server.faults.add({ fault: 'slow', delayMs: 50 });
    await Promise.all([propfind('/', '0'), propfind('/', '0', { as: 'bob' })]);
    expect([server.counters.peakInFlight, server.counters.peakPerMember]).toEqual([2, 1]);
    await Promise.all([propfind('/', '0'), propfind('/', '0')]);
    expect(server.counters.peakPerMember).toBe(2);
    expect(server.counters.inFlight).toBe(0);
  });
});
