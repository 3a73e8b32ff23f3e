import { afterEach, describe, expect, it } from 'vitest';
import { takeInventory } from '../../../src/gather/inventory/inventory.ts';
import { lastLoginOf } from '../../../src/gather/inventory/last-login.ts';
import type { InventoryQuestion } from '../../../src/gather/inventory/question.ts';
import { memberId } from '../../../src/model/ids.ts';
import { secret } from '../../../src/model/secret.ts';
import { openClient } from '../../../src/nextcloud/http/client.ts';
import { recording } from '../../nextcloud/recordings.ts';
import { replay, serve, type TestServer } from '../../nextcloud/server.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close();
});

const GB = 1024 ** 3;
const question: InventoryQuestion = {
  groups: [],
  except: [],
  quotaRule: 2 * GB,
  language: 'fr',
  directory: null,
  antennas: [],
  lastRequestAt: new Map(),
  earlierLastLogin: new Map(),
};

function recordingFor(path: string): string {
  if (path.includes('capabilities')) return '004-capabilities-admin';
  if (path.includes('serverinfo')) return '005-serverinfo-admin';
  const pages = {
    0: '009-users-details-50-from-0',
    50: '010-users-details-50-from-50',
    100: '011-users-details-50-from-100',
  };
  return (
    Object.entries(pages).find(([offset]) => path.endsWith(`offset=${offset}`))?.[1] ??
    '012-users-details-50-from-150'
  );
}

/** With `language`, every account has that one. */
async function inventory(more: Partial<InventoryQuestion> = {}, language?: string) {
  const server: TestServer = await serve(({ path }, response) => {
    const exchange = recording(recordingFor(path));
    const { body } = exchange.response;
    const spoken =
      language === undefined ? body : body.replaceAll(/"language":"\w+"/g, `"language":"${language}"`);
    replay(response, { ...exchange, response: { ...exchange.response, body: spoken } });
  });
  const client = await openClient({ url: server.url, concurrency: 2, idleTimeoutMs: 2_000 });
  opened.push(client, server);
  const session = client.as({ login: 'admin', password: secret('x') });
  return { server, found: await takeInventory(session, { ...question, ...more }) };
}

describe('the inventory', () => {
  it('finds every account in few requests', async () => {
    const { server, found } = await inventory();
    expect(found.members).toHaveLength(121);
    expect(found.accounts.size).toBe(121);
    expect(found.unknown).toEqual([]);
    expect(server.seen.length).toBeLessThanOrEqual(20 + Math.floor(121 / 25));
    expect(found.policy).toMatchObject({ resharing: true });
    expect(found.shareCounts).toMatchObject({ link: 286 });
  });
  it('takes the members of the configured groups, disabled ones too, without the excepted', async () => {
    const { found } = await inventory({ groups: ['CAPE', 'ESA'], except: ['ulysse.auger'] });
    const ids = found.members.map(({ id }) => String(id));
    expect(ids).not.toContain('admin');
    expect(ids).not.toContain('ulysse.auger');
    expect(ids).toContain('lea.roux');
    expect(found.members.find(({ id }) => id === 'lea.roux')?.enabled).toBe(false);
    expect([...found.accounts.keys()].map(String)).toContain('ulysse.auger');
    expect(ids).toEqual([...ids].sort());
  });
  it('derives the groups from the accounts', async () => {
    const { found } = await inventory();
    const tours = [...found.groups].find(([gid]) => gid === 'Tours')?.[1];
    const listed: unknown = JSON.parse(recording('025-group-members').response.body);
    expect(listed).toMatchObject({ ocs: { data: { users: expect.arrayContaining([...(tours ?? [])]) } } });
    expect(tours?.size).toBeGreaterThan(5);
  });
  it('knows quota, use, language and antenna', async () => {
    const { found } = await inventory({ antennas: ['Orleans', 'Tours'] });
    const member = (id: string) => found.members.find((one) => one.id === id);
    expect(member('zoe.thomas2')).toMatchObject({
      quota: { bytes: 2 * GB, unlimited: false, source: 'server' },
      serverUsedBytes: 34_996_604_848,
      language: 'fr',
      antenna: 'Orleans',
      mail: 'zoe.thomas2@coop.example',
    });
    expect(member('fanny.blin3')?.quota).toEqual({ bytes: 2 * GB, unlimited: true, source: 'rule' });
  });
  it('speaks to whoever has a language that there are no messages in as the organisation does', async () => {
    const spoken = async (language: string, own: 'fr' | 'en') => {
      const { found } = await inventory({ language: own }, language);
      return found.members.find(({ id }) => id === 'zoe.thomas2')?.language;
    };
    expect(await spoken('en_GB', 'fr')).toBe('en');
    expect(await spoken('de_DE', 'fr')).toBe('de');
    expect(await spoken('pt_BR', 'fr')).toBe('pt');
    expect(await spoken('ja', 'fr')).toBe('fr');
    expect(await spoken('', 'en')).toBe('en');
  });
  it('lets the directory win over the server', async () => {
    const id = memberId('zoe.thomas2');
    const row = { id, mail: 'z@coop.example', antenna: 'Blois', status: null, referent: null };
    const { found } = await inventory({ directory: new Map([[id, row]]), antennas: ['Orleans'] });
    expect(found.members.find((one) => one.id === id)).toMatchObject({
      mail: 'z@coop.example',
      antenna: 'Blois',
    });
  });
  it('keeps the earlier last login where the server’s is our own request', async () => {
    const id = memberId('zoe.thomas2');
    const server = 1_795_504_448_000;
    const { found } = await inventory({
      lastRequestAt: new Map([[id, server - 30_000]]),
      earlierLastLogin: new Map([[id, 5]]),
    });
    expect(found.members.find((one) => one.id === id)?.lastLogin).toBe(5);
  });
});

describe('the last login', () => {
  const at = 1_800_000_000_000;
  it('is the server’s where we were not there', () => {
    expect(lastLoginOf(at, null, 7)).toBe(at);
    expect(lastLoginOf(null, at, 7)).toBeNull();
  });
  it('is the earlier one within 60 seconds of our request, before or after', () => {
    for (const gap of [0, 60_000, -60_000]) expect(lastLoginOf(at + gap, at, 7)).toBe(7);
    for (const gap of [60_001, -60_001]) expect(lastLoginOf(at + gap, at, 7)).toBe(at + gap);
    expect(lastLoginOf(at, at, null)).toBeNull();
  });
});
