import { afterEach, describe, expect, it } from 'vitest';
import { memberId } from '../../src/model/ids.ts';
import { reasonSentence } from '../../src/model/reasons/sentence.ts';
import { secret } from '../../src/model/secret.ts';
import { readRoot } from '../../src/nextcloud/dav/root.ts';
import { readTrash } from '../../src/nextcloud/dav/trash.ts';
import { openClient } from '../../src/nextcloud/http/client.ts';
import type { Session } from '../../src/nextcloud/http/exchange.ts';
import { storageOf } from '../../src/nextcloud/ocs/account-storage.ts';
import { listAccounts } from '../../src/nextcloud/ocs/accounts.ts';
import { revokeOwnAppPassword, startLoginFlow } from '../../src/nextcloud/ocs/app-password.ts';
import { readCapabilities } from '../../src/nextcloud/ocs/capabilities.ts';
import { readShareCounts } from '../../src/nextcloud/ocs/share-counts.ts';
import { listShares } from '../../src/nextcloud/ocs/share-list.ts';
import { readStatus } from '../../src/nextcloud/ocs/status.ts';
import { recording, smallCoop } from './recordings.ts';
import { replay, type Seen, serve, type TestServer } from './server.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close();
});

/** A session with a server that gives these recordings one after another. */
async function answering(...names: readonly string[]): Promise<{ session: Session; server: TestServer }> {
  return sessionOf(
    await serve((_, response, nth) => replay(response, recording(names[nth] ?? names[0] ?? ''))),
  );
}

async function sessionOf(server: TestServer) {
  const client = await openClient({ url: server.url, concurrency: 2, idleTimeoutMs: 1_000, retryPauseMs: 5 });
  opened.push(client, server);
  return { server, session: client.as({ login: 'zoe', password: secret('geheim') }) };
}

describe('status', () => {
  it('tells version and maintenance', async () => {
    const { session } = await answering('001-status');
    expect(await readStatus(session)).toEqual({
      product: 'nextcloud',
      maintenance: false,
      needsUpgrade: false,
      version: '31.0.6',
      major: 31,
      clock: expect.closeTo(Date.now(), -4),
    });
    const { session: other } = await answering('103-maintenance-status');
    expect(await readStatus(other)).toMatchObject({ maintenance: true });
  });
  it('says what answers where no Nextcloud does', async () => {
    const server = await serve((_, response) => response.end('<html>Hello</html>'));
    const { session } = await sessionOf(server);
    const params = { url: server.url, text: 'Hello' };
    expect(await readStatus(session)).toEqual({ stranger: { key: 'stranger.page', params } });
  });
});

describe('capabilities', () => {
  it('give the policy', async () => {
    const { session, server } = await answering('004-capabilities-admin');
    expect(await readCapabilities(session)).toEqual({
      searchHasUploads: false,
      hasSearch: true,
      listsTrees: true,
      knowsUploads: true,
      policy: {
        unknownBecause: null,
        linkPasswordEnforced: false,
        linkExpiryEnforced: false,
        linkExpiryDays: null,
        publicUpload: true,
        resharing: true,
        federation: true,
        defaultPermissions: 31,
      },
      allowListed: false,
      bruteForceDelay: 0,
    });
    expect(server.seen[0]?.headers['ocs-apirequest']).toBe('true');
  });
});

describe('accounts', () => {
  it('come page by page until an empty one', async () => {
    const { session, server } = await answering(
      '009-users-details-50-from-0',
      '010-users-details-50-from-50',
      '011-users-details-50-from-100',
      '012-users-details-50-from-150',
    );
    const { records: accounts, odd } = await listAccounts(session);
    expect(odd).toEqual([]);
    expect(accounts).toHaveLength(121);
    expect(server.seen.map(({ path }) => /offset=(\d+)/.exec(path)?.[1])).toEqual([
      '0',
      '50',
      '100',
      '121',
      '171',
    ]);
    const zoe = accounts.find(({ id }) => id === 'zoe.thomas2');
    expect(zoe).toMatchObject({
      enabled: true,
      email: 'zoe.thomas2@coop.example',
      groups: ['ESA', 'Orleans'],
    });
    if (zoe === undefined) throw new Error('not listed');
    expect(storageOf(zoe)).toEqual({
      quota: { known: 'bytes', bytes: 2_147_483_648 },
      used: smallCoop().bytes,
    });
    const unlimited = accounts.find(({ id }) => id === 'fanny.blin3');
    expect(unlimited && storageOf(unlimited).quota).toEqual({ known: 'unlimited' });
  });
  it('are forbidden to members', async () => {
    const { session } = await answering('014-users-as-member-forbidden');
    await expect(listAccounts(session)).rejects.toMatchObject({ failure: 'forbidden' });
  });
});

describe('shares', () => {
  it('of the mid-size member are exactly those of the data base', async () => {
    const { session } = await answering('075-shares-mid-with-reshares');
    const { shares } = await listShares(session);
    const truth = smallCoop();
    const expected = [
      ...truth.shares.map(({ id, path }) => ({ id, path, sharedBy: truth.member })),
      ...truth.shares_made_by_others.map(({ id, path, made_by }) => ({ id, path, sharedBy: made_by })),
    ];
    const byId = (a: { id: string }, b: { id: string }) => Number(a.id) - Number(b.id);
    expect(shares.map(({ id, path, sharedBy }) => ({ id, path, sharedBy })).sort(byId)).toEqual(
      expected.sort(byId),
    );
    for (const { id, password, expires, type, with: recipient, token } of truth.shares) {
      expect(shares.find((share) => share.id === id)).toMatchObject({
        hasPassword: password,
        expires,
        type: ({ 0: 'user', 3: 'link', 4: 'mail' } as const)[type],
        recipient,
        tokenLength: type === 3 ? token?.length : null,
        permissions: ['read', 'share'],
        owner: truth.member,
      });
    }
  });
  it('bring no token and no hash beyond the parser', async () => {
    const raw = recording('074-shares-with-reshares').response.body;
    const { session } = await answering('074-shares-with-reshares');
    const shares = JSON.stringify(await listShares(session));
    const tokens = [...raw.matchAll(/"token":"([^"]+)"/g)].map(([, token]) => token ?? '');
    expect(tokens.length).toBeGreaterThan(2);
    for (const secretText of [...tokens, 'argon2id', 'https:']) expect(shares).not.toContain(secretText);
  });
  it('are none in an empty list', async () => {
    const { session } = await answering('086-shares-none');
    expect(await listShares(session)).toEqual({ shares: [], odd: [] });
  });
  it('leave out the internal rows', async () => {
    const body = recording('075-shares-mid-with-reshares').response.body.replaceAll(
      '"share_type":3',
      '"share_type":2',
    );
    const { session } = await sessionOf(
      await serve((_, response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end(body)),
    );
    expect((await listShares(session)).shares.map(({ type }) => type).sort()).toEqual(['mail', 'user']);
  });
  it('keep ids to the last digit, which a number would round', async () => {
    const body = recording('075-shares-mid-with-reshares')
      .response.body.replaceAll(/"file_source":\d+/g, '"file_source": 9007199254740993')
      .replaceAll(/"label":"[^"]*"/g, String.raw`"label":"\"file_source\":9007199254740993,"`);
    const { session } = await sessionOf(
      await serve((_, response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end(body)),
    );
    const { shares } = await listShares(session);
    expect(new Set(shares.map(({ fileId }) => fileId))).toEqual(new Set(['9007199254740993']));
    expect(shares.map(({ label }) => label)).toContain('"file_source":9007199254740993,');
  });
  it('in an unknown shape are named one by one, without a value', async () => {
    const body = recording('075-shares-mid-with-reshares').response.body.replaceAll(
      '"permissions":17',
      '"permissions":"geheim"',
    );
    const { session } = await sessionOf(
      await serve((_, response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end(body)),
    );
    const { odd } = await listShares(session);
    expect(odd.length).toBeGreaterThan(0);
    expect(new Set(odd.map(({ fields }) => fields))).toEqual(new Set(['permissions']));
    expect(JSON.stringify(odd)).not.toContain('geheim');
  });
  it('are counted by the server', async () => {
    const { session } = await answering('005-serverinfo-admin');
    expect(await readShareCounts(session)).toEqual({
      user: 207,
      group: 28,
      link: 286,
      mail: 2,
      room: 0,
      federated: 0,
    });
  });
});

describe('the server’s own count of shares', () => {
  it('is unknown where the app is absent, and an error where it may not be seen', async () => {
    const absent = await sessionOf(await serve((_, response) => response.writeHead(404).end()));
    expect(await readShareCounts(absent.session)).toBeNull();
    expect(absent.server.seen[0]?.path).toMatch(/skipApps=true&skipUpdate=true/);
    const closed = await sessionOf(await serve((_, response) => response.writeHead(403).end()));
    await expect(readShareCounts(closed.session)).rejects.toMatchObject({ failure: 'forbidden' });
  });
});

describe('a quota', () => {
  const NOT_COMPUTED = 'The server has not computed the quota yet.';
  const UNREADABLE = 'The server gave no quota that can be read.';
  it.each([
    [{ used: 0, quota: 5.6, total: 6 }, 6, 0],
    [{ used: 0, quota: 0, total: 0 }, 0, 0],
    [{ used: '12', quota: '2147483648' }, 2_147_483_648, 12],
    [{ used: 7, quota: -3, free: -3, total: -3 }, 'unlimited', 7],
    [{ used: 7, quota: 'none' }, 'unlimited', 7],
    [{ used: 0, quota: '' }, UNREADABLE, 0],
    [
      { used: 0, quota: 'default' },
      'The server says that its default quota holds, and not how much that is.',
      0,
    ],
    [{ used: 0, quota: -7 }, UNREADABLE, 0],
    [{ used: 1, quota: -1 }, NOT_COMPUTED, 1],
    [{ used: 1, quota: -2, free: 5 }, 'The server does not know the quota.', 1],
    [{ used: 0, quota: 0 }, NOT_COMPUTED, 0],
    [
      { used: 0, quota: -3, free: -2, total: -2 },
      'The server could not look at the storage of the account.',
      null,
    ],
    [
      { used: 0, quota: 9, free: -1, total: -2 },
      'The server could not look at the storage of the account.',
      null,
    ],
    [{ used: 2 ** 53, quota: 10 * 1024 ** 5 }, 'The quota is larger than can be counted.', null],
    [{ used: -2, quota: 9, total: 9 }, 9, null],
    [[], 'The server could not tell the quota.', null],
    [undefined, UNREADABLE, null],
  ])('of %j is %s, the use %s', (quota, told, used) => {
    const storage = storageOf({ quota: quota as Parameters<typeof storageOf>[0]['quota'] });
    const known = storage.quota.known === 'bytes' ? storage.quota.bytes : null;
    const reason =
      storage.quota.known === 'none' ? reasonSentence([storage.quota.reason]) : storage.quota.known;
    expect([known ?? reason, storage.used]).toEqual([told, used]);
  });
});

describe('a root', () => {
  it('is read with its guards', async () => {
    const { session } = await answering('028-propfind-0-guards');
    expect(await readRoot(session, memberId('ulysse.auger'))).toEqual({
      etag: '"3c6652fb2f0103717fa53411266a649d"',
      size: 5_239_475_532,
      usedBytes: 230_855_159,
      dataFingerprint: '',
    });
  });
  for (const name of [
    '042-propfind-other-member-as-admin-looks-empty',
    '043-propfind-other-member-as-member-looks-empty',
  ]) {
    it(`that looks empty is refused: ${name}`, async () => {
      const { session } = await answering(name);
      await expect(readRoot(session, memberId('ulysse.auger'))).rejects.toMatchObject({
        failure: 'forbidden',
      });
    });
  }
  it('of another owner is refused', async () => {
    const body = recording('028-propfind-0-guards').response.body.replace(
      '<oc:owner-id>ulysse.auger',
      '<oc:owner-id>else',
    );
    const { session } = await sessionOf(
      await serve((_, response) => response.writeHead(207, { 'Content-Type': 'application/xml' }).end(body)),
    );
    await expect(readRoot(session, memberId('ulysse.auger'))).rejects.toMatchObject({ failure: 'forbidden' });
  });
});

describe('a root that is asked for', () => {
  const guards = recording('028-propfind-0-guards').response.body;
  const uid = memberId('ulysse.auger');
  async function rootFrom(body: string) {
    const { session, server } = await sessionOf(
      await serve((_, response) => response.writeHead(207, { 'Content-Type': 'application/xml' }).end(body)),
    );
    return { read: await readRoot(session, uid).catch((error: unknown) => error), asked: server.seen[0] };
  }
  const response = /<d:response>[\s\S]*<\/d:response>/.exec(guards)?.[0] ?? '';

  it('is asked for alone, unpacked', async () => {
    const { asked } = await rootFrom(guards);
    expect(asked?.headers).toMatchObject({ depth: '0', 'accept-encoding': 'identity' });
  });

  it.each([
    ['nothing', guards.replace(response, '')],
    ['two things', guards.replace(response, response + response)],
  ])('is refused when the answer holds %s', async (_, body) => {
    expect((await rootFrom(body)).read).toMatchObject({
      failure: 'unexpected',
      message: 'The server answered for something else than the root.',
    });
  });

  it('is refused with an empty etag', async () => {
    const body = guards.replace(/<d:getetag>.*?<\/d:getetag>/, '<d:getetag>&quot;&quot;</d:getetag>');
    expect((await rootFrom(body)).read).toMatchObject({ failure: 'forbidden' });
  });

  it.each(['', '-3', '12x', 'x12'])('has no known use where the server gives %j', async (given) => {
    const body = guards.replace(/(<d:quota-used-bytes>)\d+/, `$1${given}`);
    expect((await rootFrom(body)).read).toMatchObject({ usedBytes: null });
  });
});

describe('a trash bin', () => {
  it('sums its top level', async () => {
    const { session, server } = await answering('069-trashbin-mid');
    const truth = smallCoop().trash.reduce((sum, { size }) => sum + size, 0);
    const trash = await readTrash(session, memberId('zoe.thomas2'));
    expect(trash?.bytes).toBe(truth);
    expect(server.seen[0]?.headers['depth']).toBe('1');
    expect(server.seen[0]?.body).toContain('<oc:size/>');
  });
  it('is empty or forbidden, which differs', async () => {
    const { session: empty } = await answering('070-trashbin-empty');
    expect(await readTrash(empty, memberId('admin'))).toEqual({ bytes: 0, ownBytes: 0 });
    const { session } = await answering('071-trashbin-of-another');
    await expect(readTrash(session, memberId('zoe.thomas2'))).rejects.toMatchObject({ failure: 'forbidden' });
  });
});

describe('an app password', () => {
  it('is granted through the login flow', async () => {
    const { session, server } = await sessionOf(
      await serve(({ path, headers }, response, nth) => {
        const json = { 'Content-Type': 'application/json; charset=utf-8' };
        const here = `http://${headers.host}`;
        if (path === '/index.php/login/v2') {
          const poll = { token: 't&t', endpoint: `${here}/login/v2/poll` };
          return response
            .writeHead(200, json)
            .end(JSON.stringify({ poll, login: `${here}/login/v2/flow/x` }));
        }
        if (nth < 2) return response.writeHead(404, json).end('[]');
        return response
          .writeHead(200, json)
          .end(JSON.stringify({ server: here, loginName: 'zoe', appPassword: 'p' }));
      }),
    );
    const flow = await startLoginFlow(session);
    expect(flow.login).toMatch(/flow\/x$/);
    expect(await flow.poll()).toBeNull();
    expect(await flow.poll()).toMatchObject({ loginName: 'zoe' });
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /index.php/login/v2',
      'POST /login/v2/poll',
      'POST /login/v2/poll',
    ]);
    expect(server.seen[1]?.body).toBe('token=t%26t');
  });
  it('revokes itself', async () => {
    const { session, server } = await answering('100-token-revokes-itself');
    await revokeOwnAppPassword(session);
    expect(server.seen.map(({ method, path }: Seen) => `${method} ${path}`)).toEqual([
      'DELETE /ocs/v2.php/core/apppassword',
    ]);
  });
});
