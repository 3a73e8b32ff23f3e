import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DemoServer, startServer } from '../../../src/demo/nextcloud/server.ts';
import { PLAYED } from '../../../src/demo/nextcloud/world/flavour.ts';
import { appHeaders, daemonWords, registerApp, registerWords } from '../../helpers/appapi.ts';
import { basic, NOW, smallWorld, userOf } from '../../helpers/world.ts';

const SHARES = '/ocs/v2.php/apps/files_sharing/api/v1/shares?format=json&reshares=true';
const USER = '/ocs/v2.php/cloud/user?format=json';
const STATE = '/ocs/v1.php/apps/app_api/ex-app/state?format=json';
const PROPS =
  '<?xml version="1.0"?><d:propfind xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns"><d:prop><d:getetag/><oc:fileid/><oc:size/></d:prop></d:propfind>';
const SEARCH =
  '<?xml version="1.0"?><d:searchrequest xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns"><d:basicsearch><d:select><d:prop><oc:size/></d:prop></d:select><d:from><d:scope><d:href>/files/alice</d:href><d:depth>infinity</d:depth></d:scope></d:from><d:where><d:eq><d:prop><oc:owner-id/></d:prop><d:literal>alice</d:literal></d:eq></d:where></d:basicsearch></d:searchrequest>';
const TOKEN_MADE_IT_LONGER_AGO = NOW - 3_600_000;

let server: DemoServer;
let secret: string;
let now: number;
afterEach(() => server.close());

async function start(version: string): Promise<void> {
  now = NOW;
  const world = smallWorld({
    members: {
      alice: { files: { '/own.txt': 10, '/Plans/a.pdf': 5 }, lastLogin: TOKEN_MADE_IT_LONGER_AGO },
      bob: { files: { '/b.txt': 3 } },
      gone: { files: { '/left.txt': 7 }, enabled: false },
      never: { lastLogin: null },
    },
    shares: [{ fileOwner: 'alice', path: '/Plans', type: 3 }],
  });
  world.version = version;
  server = await startServer(world, { clock: () => now, patienceMs: 0 });
}

type Headers = Readonly<Record<string, string>>;

async function ask(path: string, headers: Headers, method = 'GET', body?: string) {
  const answer = await fetch(server.url + path, { method, headers, ...(body !== undefined && { body }) });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

/** A tree's root and what stands in it, asked for with these headers. */
function tree(uid: string, headers: Headers, depth = 'infinity') {
  return ask(`/remote.php/dav/files/${uid}/`, { ...headers, Depth: depth }, 'PROPFIND', PROPS);
}

/** The status of an answer by DAV and of one by OCS. */
async function statusBy(uid: string, headers: Headers = appHeaders(uid, secret)) {
  return [(await tree(uid, headers)).status, (await ask(USER, headers)).status];
}

describe.each(Object.values(PLAYED))('AppAPI of the embedded server %s', (version) => {
  const is31 = version.startsWith('31');
  beforeEach(async () => {
    await start(version);
    ({ secret } = await registerApp(server));
  });

  it('hands its own secret to the program that listens, and to nobody else', async () => {
    await server.close();
    await start(version);
    const { secret: made, received } = await registerApp(server);
    expect(made).toMatch(/^[\w+/]{128}$/);
    expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual(
      is31
        ? ['GET /heartbeat', 'POST /init']
        : ['GET /heartbeat', 'POST /init', 'GET /heartbeat', 'PUT /enabled?enabled=1'],
    );
    expect(received[0]?.headers['authorization-app-api']).toBeUndefined();
    expect(server.handedOut()).toContain(made);
  });

  it('answers as to an app password, whatever is asked', async () => {
    const asApp = appHeaders('alice', secret);
    const { loginName, appPassword } = userOf(server.world, 'alice');
    const asMember = { authorization: basic(loginName, appPassword ?? ''), 'OCS-APIRequest': 'true' };
    for (const headers of [{ Depth: '0' }, { Depth: '1' }, { Depth: 'infinity' }]) {
      const question = ['/remote.php/dav/files/alice/', 'PROPFIND', PROPS] as const;
      const [path, method, body] = question;
      const [left, right] = [
        await ask(path, { ...asApp, ...headers }, method, body),
        await ask(path, { ...asMember, ...headers }, method, body),
      ];
      expect([left.status, left.text]).toEqual([right.status, right.text]);
    }
    for (const [path, method, body] of [
      ['/remote.php/dav/', 'SEARCH', SEARCH],
      ['/remote.php/dav/trashbin/alice/trash/', 'PROPFIND', PROPS],
      [SHARES, 'GET', undefined],
      [`${SHARES}&shared_with_me=true`, 'GET', undefined],
      ['/ocs/v2.php/cloud/capabilities?format=json', 'GET', undefined],
    ] as const) {
      const [left, right] = [await ask(path, asApp, method, body), await ask(path, asMember, method, body)];
      expect([path, left.status, left.text]).toEqual([path, right.status, right.text]);
    }
  });

  it('gives the lists of an administrator without the password of one', async () => {
    const asAdmin = appHeaders('admin', secret);
    const byPassword = {
      authorization: basic('admin', server.world.admin.password),
      'OCS-APIRequest': 'true',
    };
    for (const path of ['users', 'users/details', 'users/disabled', 'groups', 'users/alice']) {
      const url = `/ocs/v2.php/cloud/${path}?format=json`;
      const [left, right] = [await ask(url, asAdmin), await ask(url, byPassword)];
      // The password's own use is a login, noted at the administrator.
      const unmoved = (text: string) => text.replaceAll(/"lastLogin\w*":\d+/g, '');
      expect([path, left.status, unmoved(left.text)]).toEqual([path, 200, unmoved(right.text)]);
    }
    expect((await ask('/ocs/v2.php/cloud/users?format=json', appHeaders('alice', secret))).status).toBe(403);
  });

  it('notes no login, makes no token, and logs each request', async () => {
    await statusBy('alice');
    await ask(STATE, appHeaders('', secret));
    expect(userOf(server.world, 'alice').lastLogin).toBe(TOKEN_MADE_IT_LONGER_AGO);
    expect(server.impersonationLog().map(({ uid, method }) => [uid, method])).toEqual([
      ['alice', 'PROPFIND'],
      ['alice', 'GET'],
    ]);
    expect(server.counters.failures).toBe(0);
  });

  it('says by the probe whether the secret is right and the app enabled', async () => {
    const probe = async (key = secret) => {
      const { status, text } = await ask(STATE, appHeaders('', key));
      return [status, JSON.parse(text).ocs.data];
    };
    expect(await probe()).toEqual([200, 1]);
    expect(await probe('wrong')).toEqual([401, []]);
    await server.occ(['app_api:app:disable', 'menage']);
    expect(await probe()).toEqual([200, 0]);
    await server.occ(['app_api:app:unregister', 'menage', '--force']);
    expect(await probe()).toEqual([401, []]);
  });

  it('lets a disabled app go on by DAV up to the versions that mended it', async () => {
    const disabled = await server.occ(['app_api:app:disable', 'menage']);
    expect(disabled).toMatchObject({ code: 1, stdout: 'Failed to disable ExApp menage.\n' });
    expect(await statusBy('alice')).toEqual([version.startsWith('34') ? 401 : 207, 401]);
    for (const [mended, status] of [
      ['32.0.9', 207],
      ['32.0.10', 401],
      ['33.0.3', 207],
      ['33.0.4', 401],
      ['34.0.0', 401],
    ] as const) {
      server.world.version = mended;
      expect([mended, (await tree('alice', appHeaders('alice', secret))).status]).toEqual([mended, status]);
    }
  });

  it('ends it all by unregister, at once', async () => {
    expect(await statusBy('alice')).toEqual([207, 200]);
    const { code, stdout } = await server.occ(['app_api:app:unregister', 'menage', '--force']);
    expect([code, stdout]).toEqual([
      0,
      'Error during disabling menage ExApp.\nExApp menage successfully unregistered.\n',
    ]);
    expect(await statusBy('alice')).toEqual([401, 401]);
    expect((await server.occ(['app_api:app:unregister', 'menage'])).code).toBe(1);
  });

  it('wants the exact id by DAV, any case by OCS', async () => {
    expect(await statusBy('ALICE', appHeaders('ALICE', secret))).toEqual([401, 200]);
  });

  it('wants a version, and takes a higher one for the new one', async () => {
    const { 'EX-APP-VERSION': _, ...without } = appHeaders('alice', secret);
    expect(await statusBy('alice', without)).toEqual([401, 401]);
    expect(await statusBy('alice', appHeaders('alice', secret, { 'EX-APP-VERSION': '9.9.9' }))).toEqual([
      207, 200,
    ]);
    expect(await statusBy('alice')).toEqual([207, 200]);
  });

  it('shows the tree of a disabled account, but nothing by OCS', async () => {
    const answers = [
      await tree('gone', appHeaders('gone', secret)),
      await ask(USER, appHeaders('gone', secret)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([207, 401]);
    expect(answers[0]?.text).toContain('/left.txt');
    expect(answers[1]?.headers.get('x-user-id')).toBe('gone');
  });

  it('makes the home folder of somebody who never logged in', async () => {
    expect(server.homesMade()).toEqual([]);
    expect(await statusBy('never')).toEqual([207, 200]);
    expect([server.homesMade(), userOf(server.world, 'never').lastLogin]).toEqual([['never'], null]);
  });

  it('does not know an unknown id, nor counts it against the address', async () => {
    for (let time = 0; time < 12; time++) expect(await statusBy('unknown')).toEqual([401, 401]);
    expect(await statusBy('alice')).toEqual([207, 200]);
  });

  it('locks the address out after too many wrong secrets, and leaves app passwords alone', async () => {
    const wrong = appHeaders('alice', 'wrong');
    for (let time = 0; time < 11; time++) expect((await tree('alice', wrong)).status).toBe(401);
    const locked = [
      await tree('alice', appHeaders('alice', secret)),
      await ask(STATE, appHeaders('', secret)),
    ];
    const byOcs = await ask(USER, appHeaders('alice', secret));
    expect([...locked.map(({ status }) => status), byOcs.status]).toEqual([500, 200, 429]);
    expect(locked[0]?.text).toContain('OCP\\Security\\Bruteforce\\MaxDelayReached');
    expect(JSON.parse(locked[1]?.text ?? '').ocs.meta.statuscode).toBe(429);
    const { loginName, appPassword } = userOf(server.world, 'alice');
    expect((await tree('alice', { authorization: basic(loginName, appPassword ?? '') })).status).toBe(207);
    now += 1_800_001;
    expect(await statusBy('alice')).toEqual([207, 200]);
  });

  it('shows nothing of another tree, but either where both logins are sent', async () => {
    const foreign = await tree('bob', appHeaders('alice', secret));
    expect([foreign.status, foreign.text.includes('b.txt')]).toEqual([207, false]);
    const trash = await ask(
      '/remote.php/dav/trashbin/bob/trash/',
      appHeaders('alice', secret),
      'PROPFIND',
      PROPS,
    );
    expect(trash.status).toBe(403);
    const { loginName, appPassword } = userOf(server.world, 'bob');
    const both = appHeaders('alice', secret, { authorization: basic(loginName, appPassword ?? '') });
    expect((await tree('bob', both)).text).toContain('b.txt');
    expect((await tree('alice', both)).text).toContain('own.txt');
  });

  it('lets an app write and read contents, but changes nothing', async () => {
    const asApp = appHeaders('alice', secret);
    const before = JSON.stringify(server.world);
    const statuses = [];
    for (const [method, path] of [
      ['PUT', '/remote.php/dav/files/alice/new.txt'],
      ['DELETE', '/remote.php/dav/files/alice/own.txt'],
      ['MKCOL', '/remote.php/dav/files/alice/New'],
      ['PROPPATCH', '/remote.php/dav/files/alice/own.txt'],
      ['POST', '/ocs/v2.php/apps/files_sharing/api/v1/shares'],
      ['PUT', '/ocs/v2.php/cloud/users/alice'],
      ['GET', '/remote.php/dav/files/alice/own.txt'],
      ['GET', '/remote.php/dav/files/alice/none.txt'],
    ] as const) {
      statuses.push((await ask(path, asApp, method)).status);
    }
    expect(statuses).toEqual([201, 204, 201, 207, 200, 200, 200, 404]);
    expect(JSON.stringify(server.world)).toBe(before);
    expect(server.counters.writes).toBe(6);
  });

  it('sets a cookie with each answer, which lets nobody in by itself', async () => {
    const cookie = (await tree('alice', appHeaders('alice', secret))).headers.get('set-cookie') ?? '';
    expect(cookie).not.toBe('');
    expect((await tree('alice', { cookie: cookie.split(';')[0] ?? '' })).status).toBe(401);
    expect(server.counters.cookies).toBe(1);
  });

  it('knows neither the commands nor the secret while app_api is off', async () => {
    expect((await server.occ(['app:disable', 'app_api'])).code).toBe(0);
    expect(await statusBy('alice')).toEqual([401, 401]);
    expect((await ask(STATE, appHeaders('', secret))).status).toBe(401);
    expect((await server.occ(['app_api:app:unregister', 'menage'])).stderr).toContain('is not defined');
    await server.occ(['app:enable', 'app_api']);
    expect(await statusBy('alice')).toEqual([207, 200]);
    server.faults.maintenance = true;
    expect(await statusBy('alice')).toEqual([503, 503]);
  });

  it('leaves a disabled entry where nobody listens, which can be enabled later', async () => {
    await server.occ(['app_api:app:unregister', 'menage', '--force']);
    const failed = await server.occ(registerWords(1));
    expect([failed.code, failed.stdout]).toEqual([1, expect.stringContaining('heartbeat check failed')]);
    expect((await server.occ(registerWords(1))).stdout).toBe('ExApp menage is already registered.\n');
    expect((await server.occ(['app_api:app:enable', 'menage'])).code).toBe(is31 ? 0 : 1);
  });

  it('registers a daemon once, and nothing with a daemon that it does not know', async () => {
    expect((await server.occ(daemonWords(server.url))).stdout).toContain('already registered');
    const [name = '', id = 'menage', , ...rest] = registerWords(1);
    expect((await server.occ([name, `${id}2`, 'elsewhere', ...rest])).code).toBe(2);
    expect((await server.occ([name, `${id}2`, 'menage_host', '--json-info', '{'])).code).toBe(1);
  });
});
