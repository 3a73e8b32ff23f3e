import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runAudit } from '../../../src/app/audit/audit.ts';
import type { AuditSetting } from '../../../src/app/audit/setting.ts';
import { type DemoServer, startServer } from '../../../src/demo/nextcloud/server.ts';
import { emptyFolder, fileAt, registryOf, stampUpwards } from '../../../src/demo/nextcloud/world/tree.ts';
import type { World, WorldMount } from '../../../src/demo/nextcloud/world/world.ts';
import { randomOf } from '../../../src/demo/random.ts';
import { memberId } from '../../../src/model/ids.ts';
import { reasonFields } from '../../../src/model/reasons/sentence.ts';
import { secret } from '../../../src/model/secret.ts';
import { PERMISSIONS } from '../../../src/model/share.ts';
import { openClient } from '../../../src/nextcloud/http/client.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { ownAccess } from '../../helpers/own-access.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';
import { GB, NOW, smallWorld, userOf } from '../../helpers/world.ts';

const registry = registryOf(randomOf(3), 4);

/** A storage of its own with these files. */
function storage(name: string, files: Readonly<Record<string, number>>): WorldMount['folder'] {
  const folder = emptyFolder(registry, name, NOW);
  for (const [path, size] of Object.entries(files)) add(folder, path, size);
  return folder;
}

function add(folder: WorldMount['folder'], path: string, size: number): void {
  fileAt(registry, folder, path, { size, modifiedAt: NOW, uploadedAt: NOW });
  stampUpwards(registry, folder, path, NOW);
}

/** Alice and Bob share a group folder; Bob and Carla one that lies deeper; Carla has a storage from outside, Alice a gift. */
function cooperative(facts: Partial<Pick<WorldMount, 'groups' | 'quota'>> = { groups: ['coop'] }) {
  const together = storage('Collectif', { '/Statuts.pdf': 2_000, '/Photos/fête.jpg': 30_000 });
  const deep = storage('Comptes', { '/2026/grand livre.ods': 7_000 });
  const outside = storage('NAS', { '/sauvegarde.tar': 900_000 });
  const mount = (path: string, folder: typeof deep): WorldMount => ({
    path,
    type: 'group',
    folder,
    ...facts,
  });
  const world = smallWorld({
    members: {
      alice: { files: { '/a.txt': 10 }, mounts: [mount('/Collectif', together)], groups: ['coop', 'two'] },
      bob: {
        files: { '/Équipe/b.txt': 20 },
        groups: ['coop', 'two', 'team'],
        mounts: [mount('/Collectif', together), mount('/Équipe/Comptes', deep)],
      },
      carla: {
        files: { '/Équipe/c.txt': 40 },
        groups: ['coop', 'team'],
        mounts: [mount('/Équipe/Comptes', deep), { path: '/NAS', type: 'external', folder: outside }],
      },
      dora: { files: { '/d.txt': 80, '/Cadeau/e.txt': 1_000 } },
    },
    shares: [{ fileOwner: 'dora', path: '/Cadeau', type: 0, recipient: 'alice' }],
  });
  for (const { mounts } of world.users) {
    for (const one of mounts) {
      if (one.type === 'group' && 'groups' in facts)
        one.groups = [one.path === '/Collectif' ? 'two' : 'team'];
    }
  }
  return { world, together, deep };
}

const open: { server: DemoServer; store: Store }[] = [];
afterEach(async () => {
  for (const { server, store } of open.splice(0)) {
    expect(server.counters).toMatchObject({ peakPerMember: 1, writes: 0, refused: [] });
    await server.close();
    await store.close();
  }
});

async function workspace(world: World) {
  const server = await startServer(world, { clock: () => NOW });
  const store = await openStore(join(temporaryFolder('spaces'), 'menage.db'));
  open.push({ server, store });
  return { server, store, audit: (changes: Partial<AuditSetting> = {}) => audit(server, store, changes) };
}

/** One audit, and the requests that the server saw of each member in it. */
async function audit({ url, world, counters }: DemoServer, store: Store, changes: Partial<AuditSetting>) {
  const client = await openClient({ url, concurrency: 4, idleTimeoutMs: 1_000, retryPauseMs: 5 });
  const before = new Map(counters.byMember);
  try {
    const { result } = await runAudit({
      url,
      client,
      admin: { login: world.admin.id, password: secret(world.admin.password) },
      access: ownAccess((id) => {
        const password = userOf(world, id).appPassword;
        return password === null ? null : { login: id, password: secret(password) };
      }),
      granted: world.users.flatMap(({ id, appPassword }) => (appPassword === null ? [] : [memberId(id)])),
      keepDeparted: { amount: 30, unit: 'days' },
      store,
      clock: () => NOW,
      zone: 'Europe/Paris',
      language: 'fr',
      groups: [],
      except: ['admin'],
      quotaRule: 2 * GB,
      directory: null,
      antennas: [],
      checks: [],
      checkSettings: {},
      exceptions: [],
      accept: [],
      only: null,
      full: false,
      readTrash: true,
      membersAtOnce: 4,
      onProgress: () => {},
      ...changes,
    });
    const asked = (id: string) => (counters.byMember.get(id) ?? 0) - (before.get(id) ?? 0);
    const spaces = result.spaces.map(({ coverage: { reasons, ...coverage }, ...space }) => {
      expect(coverage.reason).toBe(reasonFields(reasons).reason);
      return { ...space, coverage };
    });
    return { result, asked, spaces, brief: spaces.map(({ coverage }) => coverage) };
  } finally {
    client.close();
  }
}

const READ = { status: 'read', reason: null, strategy: 'infinity', requests: 2, unreadable: [] };
const AS_STORED = { status: 'unchanged', reason: null, strategy: 'none', requests: 0, unreadable: [] };

describe('collective spaces', () => {
  it('stand apart from the members, each once, wherever they are mounted', async () => {
    const { world, together, deep } = cooperative({ groups: [], quota: 50_000 });
    const { result, spaces, asked } = await (await workspace(world)).audit();
    expect(spaces).toEqual([
      {
        id: together.fileId,
        name: '/Collectif',
        bytes: 32_000,
        files: 2,
        folders: 1,
        quota: { bytes: 50_000, unlimited: false },
        members: ['alice', 'bob'],
        places: [],
        groups: [{ id: 'two', permissions: [...PERMISSIONS] }],
        advancedPermissions: false,
        coverage: READ,
      },
      {
        id: deep.fileId,
        name: '/Équipe/Comptes',
        bytes: 7_000,
        files: 1,
        folders: 1,
        quota: { bytes: 50_000, unlimited: false },
        members: ['bob', 'carla'],
        places: [],
        groups: [{ id: 'team', permissions: [...PERMISSIONS] }],
        advancedPermissions: false,
        coverage: READ,
      },
    ]);
    const own = result.members.map(({ id, usage, coverage }) => [id, usage.bytes, coverage.requests]);
    expect(own).toEqual([
      ['alice', 10, 4],
      ['bob', 20, 4],
      ['carla', 40, 4],
      ['dora', 1_080, 4],
    ]);
    // One list of the folder with the mount in it, and through the first who sees it the root and the whole.
    expect(['alice', 'bob', 'carla', 'dora'].map(asked)).toEqual([4 + 1 + 2, 4 + 2 + 2, 4 + 1, 4]);
    expect(result.run.status).toBe('complete');
  });

  it('cost nothing while the root of somebody who sees them stands', async () => {
    const { world } = cooperative();
    const { server, audit } = await workspace(world);
    const first = await audit();
    const again = await audit();
    expect(again.brief).toEqual([AS_STORED, AS_STORED]);
    const totals = ({ spaces }: typeof first) => spaces.map(({ coverage: _, ...space }) => space);
    expect(totals(again)).toEqual(totals(first));
    expect(Math.max(...['alice', 'bob', 'carla', 'dora'].map(again.asked))).toBe(3);
    add(userOf(world, 'alice').home, '/new.txt', 5);
    server.changed();
    const third = await audit();
    expect(third.brief).toEqual([AS_STORED, AS_STORED]);
    expect(third.asked('alice')).toBe(4);
  });

  it('cost one request where only the trees around them changed, and are read again where they changed', async () => {
    const { world, together } = cooperative();
    const { server, audit } = await workspace(world);
    await audit();
    for (const id of ['alice', 'bob']) add(userOf(world, id).home, '/new.txt', 5);
    server.changed();
    expect((await audit()).brief).toEqual([{ ...AS_STORED, requests: 1 }, AS_STORED]);
    add(together, '/Photos/neuve.jpg', 500);
    server.changed();
    const changed = await audit();
    expect(changed.brief).toEqual([READ, AS_STORED]);
    expect(changed.spaces[0]).toMatchObject({ bytes: 32_500, files: 3, folders: 1 });
    // Nobody has to look again for what the app still says is there.
    expect(changed.asked('bob')).toBe(4);
  });

  it('are read anew by --full and after a restored backup', async () => {
    const { world } = cooperative();
    const { server, audit } = await workspace(world);
    await audit();
    expect((await audit({ full: true })).brief).toEqual([READ, READ]);
    world.dataFingerprint = 'restored';
    server.changed();
    expect((await audit()).brief).toEqual([READ, READ]);
  });

  it('are read through the next member where the first cannot', async () => {
    const { world } = cooperative();
    const { server, audit } = await workspace(world);
    server.faults.add({ fault: 'forbidden', member: 'alice', path: '/Collectif' });
    const { brief, result } = await audit();
    expect(brief[0]).toEqual({ ...READ, requests: 3 });
    expect(result.run.status).toBe('complete');
  });

  it('are said to be not read where nobody can, and never a member for them', async () => {
    const { world } = cooperative();
    const { server, audit } = await workspace(world);
    await audit();
    server.faults.add({ fault: 'forbidden', path: '/Collectif' });
    const { spaces, result } = await audit({ full: true });
    expect(spaces[0]).toMatchObject({
      bytes: 32_000,
      files: null,
      folders: null,
      members: ['alice', 'bob'],
      coverage: { status: 'failed', strategy: 'none', requests: 2, reason: expect.stringContaining('403') },
    });
    expect(result.run.status).toBe('complete');
    server.faults.clear();
    // Its etag is as it was when it was last read.
    expect((await audit()).brief[0]).toEqual({ ...AS_STORED, requests: 1 });
  });

  it('name the folders that a member may not list', async () => {
    const { world, together } = cooperative();
    const photos = together.children.find(({ name }) => name === 'Photos');
    if (photos?.kind !== 'folder') throw new Error('no photos');
    photos.forbidden = true;
    const { audit } = await workspace(world);
    const { spaces } = await audit();
    expect(spaces[0]).toMatchObject({
      bytes: 32_000,
      files: null,
      coverage: { status: 'partial', unreadable: ['/Collectif/Photos'] },
    });
    expect((await audit()).brief[0]).toMatchObject({ status: 'partial' });
  });

  it('name the groups that they are for, with their rights, and whether rules may take some away', async () => {
    const { world, deep } = cooperative();
    for (const { mounts } of world.users) {
      for (const mount of mounts) {
        if (mount.folder !== deep) continue;
        mount.groups = ['team', 'coop'];
        mount.groupRights = new Map([['team', 1]]);
        mount.acl = true;
      }
    }
    const { audit, server } = await workspace(world);
    const { spaces } = await audit();
    expect(spaces.map(({ groups, advancedPermissions }) => [groups, advancedPermissions])).toEqual([
      [[{ id: 'two', permissions: [...PERMISSIONS] }], false],
      [
        [
          { id: 'team', permissions: ['read'] },
          { id: 'coop', permissions: [...PERMISSIONS] },
        ],
        true,
      ],
    ]);
    server.faults.add({ fault: 'forbidden', kind: 'group-folders' });
    const silent = await audit();
    expect(silent.spaces.map(({ groups, advancedPermissions }) => [groups, advancedPermissions])).toEqual([
      [null, null],
      [null, null],
    ]);
    const circles = await (await workspace(cooperative({}).world)).audit();
    expect(circles.spaces.map(({ groups }) => groups?.length)).toEqual([1, 1]);
    expect(circles.result.groups?.map(({ id }) => id)).not.toContain(circles.spaces[0]?.groups?.[0]?.id);
  });

  it('say in whose tree they stand elsewhere, under the name that the app has for them', async () => {
    const { world, together } = cooperative();
    const mount = userOf(world, 'alice').mounts.find(({ folder }) => folder === together);
    if (mount === undefined) throw new Error('no group folder');
    mount.path = '/Collectif (2)';
    // The app's name is the one that the first account of the world has.
    world.users.reverse();
    const { spaces } = await (await workspace(world)).audit();
    expect(spaces.map(({ name, members, places }) => [name, members, places])).toEqual([
      ['/Collectif', ['alice', 'bob'], [{ member: 'alice', path: '/Collectif (2)' }]],
      ['/Équipe/Comptes', ['bob', 'carla'], []],
    ]);
  });

  it('are named where nobody who granted access sees them', async () => {
    const { world } = cooperative();
    for (const id of ['bob', 'carla']) userOf(world, id).appPassword = null;
    const { spaces } = await (await workspace(world)).audit();
    expect(spaces.map(({ name }) => name)).toEqual(['/Collectif', '/Équipe/Comptes']);
    expect(spaces[1]).toEqual({
      id: 'folder:2',
      name: '/Équipe/Comptes',
      bytes: 7_000,
      files: null,
      folders: null,
      quota: { bytes: null, unlimited: true },
      members: [],
      places: [],
      groups: [{ id: 'team', permissions: [...PERMISSIONS] }],
      advancedPermissions: false,
      coverage: {
        status: 'not-granted',
        reason: 'No member who granted access sees it.',
        strategy: 'none',
        requests: 0,
        unreadable: [],
      },
    });
  });

  it('are looked for in the trees where the app is silent or names circles', async () => {
    const refused = cooperative();
    const silent = await workspace(refused.world);
    silent.server.faults.add({ fault: 'forbidden', kind: 'group-folders' });
    const told = await silent.audit();
    // Without the app nobody knows of the deeper one.
    expect(told.spaces.map(({ name, quota, members }) => [name, quota, members])).toEqual([
      ['/Collectif', null, ['alice', 'bob']],
    ]);
    expect(told.asked('dora')).toBe(4);
    const circles = await (await workspace(cooperative({}).world)).audit();
    expect(circles.spaces.map(({ name, members }) => [name, members])).toEqual([
      ['/Collectif', ['alice', 'bob']],
      ['/Équipe/Comptes', ['bob', 'carla']],
    ]);
    expect(circles.asked('dora')).toBe(4);
  });

  it('make no requests of members where there are none', async () => {
    const { result, asked } = await (
      await workspace(smallWorld({ members: { alice: {}, bob: {} } }))
    ).audit();
    expect(result.spaces).toEqual([]);
    expect([asked('alice'), asked('bob')]).toEqual([4, 4]);
  });

  it('are remembered when a run is for a few members only', async () => {
    const { world } = cooperative();
    const { store, audit } = await workspace(world);
    await audit();
    const few = await audit({ only: new Set(['carla']) });
    expect(few.spaces.map(({ name, members }) => [name, members])).toEqual([['/Équipe/Comptes', ['carla']]]);
    expect((await audit()).brief).toEqual([AS_STORED, AS_STORED]);
    await store.members.forget(memberId('alice'));
    expect((await store.spaces.looks()).map(({ member }) => member)).toEqual(['bob', 'carla', 'dora']);
    const [latest] = await store.runs.list();
    const kept = latest === undefined ? null : await store.runs.result(latest.id);
    expect(kept?.spaces[0]?.members).toEqual(['bob']);
  });

  it('fail alone when logins are refused, and with the whole run in maintenance', async () => {
    const { world } = cooperative();
    const { server, audit } = await workspace(world);
    await audit();
    add(userOf(world, 'alice').home, '/new.txt', 5);
    add(userOf(world, 'bob').home, '/new.txt', 5);
    server.changed();
    const refused = { fault: 'unauthorised', kind: 'propfind', path: '/Collectif' } as const;
    server.faults.add(refused);
    const broken = await audit();
    expect(broken.result.run.status).toBe('complete');
    expect(broken.spaces[0]).toMatchObject({ members: ['alice', 'bob'], coverage: { status: 'failed' } });
    server.faults.clear();
    server.forgive();
    server.faults.add({ fault: 'maintenance', kind: 'group-folders' });
    const closed = await audit();
    expect(closed.result.run.status).toBe('failed');
    expect(closed.spaces).toEqual([]);
    server.faults.clear();
    expect((await audit()).brief).toEqual([{ ...AS_STORED, requests: 1 }, AS_STORED]);
  });

  it('are read through the trees where the app’s list comes empty or short', async () => {
    const { world } = cooperative();
    const { server, audit } = await workspace(world);
    await audit();
    server.faults.add({ fault: 'empty-list', kind: 'group-folders' });
    for (const id of ['alice', 'bob', 'carla']) add(userOf(world, id).home, '/new.txt', 5);
    server.changed();
    const short = await audit();
    expect(short.spaces.map(({ name, members }) => [name, members])).toEqual([
      ['/Collectif', ['alice', 'bob']],
      ['/Équipe/Comptes', ['bob', 'carla']],
    ]);
    server.faults.clear();
    expect((await audit()).brief).toEqual([AS_STORED, AS_STORED]);
  });

  it('stay as not read where the whole app is away, and are not read anew when it is back', async () => {
    const { world } = cooperative();
    const { server, store, audit } = await workspace(world);
    await audit();
    const mounts = world.users.map((user) => [user, user.mounts] as const);
    for (const user of world.users) user.mounts = user.mounts.filter(({ type }) => type !== 'group');
    server.changed();
    const away = await audit();
    expect(away.spaces.map(({ name, bytes, coverage }) => [name, bytes, coverage.status])).toEqual([
      ['/Collectif', null, 'failed'],
      ['/Équipe/Comptes', null, 'failed'],
    ]);
    expect(away.brief[0]?.reason).toMatch(
      /now neither the list of group folders nor anybody’s tree shows it/,
    );
    expect((await audit()).spaces.length).toBe(2);
    for (const [user, before] of mounts) user.mounts = before;
    server.changed();
    const back = await audit();
    expect(back.brief).toEqual([
      { ...AS_STORED, requests: 1 },
      { ...AS_STORED, requests: 1 },
    ]);
    expect((await store.spaces.list()).map(({ missedAt }) => missedAt)).toEqual([null, null]);
  });

  it('are forgotten where the app names others, or after they were missed for long', async () => {
    const { world, deep } = cooperative();
    const { server, store, audit } = await workspace(world);
    await audit();
    for (const user of world.users) user.mounts = user.mounts.filter(({ path }) => path !== '/Collectif');
    server.changed();
    expect((await audit()).spaces.map(({ name }) => name)).toEqual(['/Équipe/Comptes']);
    expect((await store.spaces.list()).map(({ id }) => id)).toEqual([deep.fileId]);
    for (const user of world.users) user.mounts = user.mounts.filter(({ type }) => type !== 'group');
    server.changed();
    expect((await audit()).spaces.length).toBe(1);
    const [space] = await store.spaces.list();
    if (space === undefined) throw new Error('the space was dropped');
    await store.spaces.save([{ ...space, missedAt: NOW - 31 * 86_400_000 }], await store.spaces.looks());
    expect((await audit()).spaces).toEqual([]);
  });

  it('whose only viewer cannot be read this time are not read anew the next', async () => {
    const { world } = cooperative();
    userOf(world, 'carla').appPassword = null;
    const { server, audit } = await workspace(world);
    await audit();
    server.faults.add({ fault: 'unavailable', member: 'bob' });
    const without = await audit();
    expect(without.spaces[1]).toMatchObject({ name: '/Équipe/Comptes', coverage: { status: 'failed' } });
    server.faults.clear();
    expect((await audit()).brief[1]).toEqual({ ...AS_STORED, requests: 1 });
  });

  it('follow who comes and goes', async () => {
    const { world } = cooperative();
    const { server, audit } = await workspace(world);
    await audit();
    const bob = userOf(world, 'bob');
    const [mount] = bob.mounts.splice(0, 1);
    bob.groups = ['coop', 'team'];
    const dora = userOf(world, 'dora');
    if (mount !== undefined) dora.mounts.push(mount);
    dora.groups.push('two');
    server.changed();
    const { spaces } = await audit();
    expect(spaces.map(({ members }) => members)).toEqual([
      ['alice', 'dora'],
      ['bob', 'carla'],
    ]);
  });
});
