import { describe, expect, it } from 'vitest';
import type { World } from '../../../src/demo/nextcloud/world/world.ts';
import { memberId } from '../../../src/model/ids.ts';
import type { RunResult } from '../../../src/model/result.ts';
import { appHeaders } from '../../helpers/appapi.ts';
import { type SmallWorkspaceOptions, withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { smallWorld } from '../../helpers/world.ts';

const MEMBERS = {
  alice: { files: { '/a.txt': 10 } },
  bob: { files: { '/Plans/b.txt': 20 } },
  carla: { files: { '/c.txt': 30 } },
};
const world = (more: object = {}) =>
  smallWorld({
    members: { ...MEMBERS, ...more },
    shares: [{ fileOwner: 'bob', path: '/Plans', type: 3 }],
  });

const coverageOf = ({ members }: RunResult, id: string) => members.find((one) => one.id === id)?.coverage;
const usageOf = ({ members }: RunResult, id: string) => members.find((one) => one.id === id)?.usage;

/** One audit, and what the server saw of it. */
async function audited(what: World, wish: SmallWorkspaceOptions) {
  return withSmallWorkspace(what, wish, async ({ audit, server }) => {
    const outcome = await audit();
    const asked = server.impersonationLog().map(({ uid }) => uid);
    return {
      ...outcome,
      asked: new Set(asked),
      homes: server.homesMade(),
      byMember: new Map(server.counters.byMember),
    };
  });
}

describe('by which right a member is read', () => {
  it('is AppAPI where there is no app password, and else the member’s own', async () => {
    const { code, result, asked, told } = await audited(world(), { appApi: { own: ['alice'] } });
    expect([code, result.run.status, told]).toEqual([0, 'complete', '']);
    expect(coverageOf(result, 'alice')).toMatchObject({ status: 'read', right: 'own' });
    expect(coverageOf(result, 'bob')).toMatchObject({ status: 'read', right: 'appapi' });
    expect(asked).toEqual(new Set(['bob', 'carla']));
    expect(result.shares).toHaveLength(1);
  });

  it('is not AppAPI where somebody said no on the portal, but their own where they gave it all the same', async () => {
    await withSmallWorkspace(world(), { appApi: { own: ['alice'] } }, async (workspace) => {
      await workspace.withStore(async ({ portal: { people } }) => {
        for (const id of ['alice', 'bob']) await people.setDeclined(memberId(id), 1);
      });
      const { result } = await workspace.audit();
      expect(coverageOf(result, 'alice')).toMatchObject({ status: 'read', right: 'own' });
      expect(coverageOf(result, 'bob')).toMatchObject({
        ...{ status: 'not-granted', reason: 'The member declined.' },
      });
      const asked = workspace.server.impersonationLog().map(({ uid }) => uid);
      expect(new Set(asked)).toEqual(new Set(['carla']));
    });
  });

  it('is none where who declined was written as a person writes a name; a slip of the pen ends the run', async () => {
    const wish = (declined: readonly string[]) => ({
      appApi: { own: ['alice'] },
      sections: { members: { declined }, credentials: {} },
    });
    const { asked, byMember } = await audited(world(), wish(['Alice', 'BOB']));
    expect(asked).toEqual(new Set(['carla']));
    expect(byMember.get('alice')).toBeUndefined();
    await withSmallWorkspace(world(), wish(['bobb']), async ({ audit, server }) => {
      const { code, told } = await audit();
      expect(code).toBe(2);
      expect(told).toMatch(/declined names "bobb", .*Perhaps "bob" is meant.*Nothing was done/);
      expect(server.impersonationLog()).toEqual([]);
    });
  });

  it('is what credentials.use says', async () => {
    const use = (...rights: readonly string[]) => ({ members: {}, credentials: { use: rights } });
    const own = await audited(world(), { appApi: { own: ['alice'] }, sections: use('own') });
    expect([coverageOf(own.result, 'alice')?.right, coverageOf(own.result, 'bob')?.status]).toEqual([
      'own',
      'not-granted',
    ]);
    expect(own.asked).toEqual(new Set());
    const first = await audited(world(), { appApi: { own: ['alice'] }, sections: use('appapi', 'own') });
    expect(coverageOf(first.result, 'alice')?.right).toBe('appapi');
  });

  it('is none for who declined: not granted, the quota alone, and no failure', async () => {
    const declined = { members: { declined: ['alice', 'bob'] }, credentials: {} };
    const { code, result, asked, byMember } = await audited(world(), {
      appApi: { own: ['alice'] },
      sections: declined,
    });
    expect([code, result.run.status]).toEqual([0, 'complete']);
    for (const id of ['alice', 'bob']) {
      expect(coverageOf(result, id)).toMatchObject({
        status: 'not-granted',
        reason: 'The member declined.',
        right: null,
        requests: 0,
      });
      expect(usageOf(result, id)?.source).toBe('server');
      expect(byMember.get(id)).toBeUndefined();
    }
    expect(asked).toEqual(new Set(['carla']));
  });
});

describe('the administrator without a password', () => {
  it('lists the accounts by AppAPI, with one probe in the run', async () => {
    const { code, result, asked } = await audited(world(), { appApi: {}, adminPassword: false });
    expect([code, result.run.status]).toEqual([0, 'complete']);
    expect(asked).toEqual(new Set(['admin', 'alice', 'bob', 'carla']));
  });
});

describe('an account that never logged in', () => {
  it('is not asked, for that would make its home folder', async () => {
    const { code, result, asked, homes } = await audited(
      world({ dora: { lastLogin: null, appPassword: null } }),
      {
        appApi: {},
      },
    );
    expect([code, result.run.status]).toEqual([0, 'complete']);
    expect(coverageOf(result, 'dora')).toMatchObject({ status: 'not-granted', right: null, requests: 0 });
    expect(coverageOf(result, 'dora')?.reason).toMatch(/^Never logged in/);
    expect([asked.has('dora'), homes]).toEqual([false, []]);
  });
});

describe('a disabled account', () => {
  const left = { enabled: false, files: { '/Archive/old.zip': 4_000, '/Photos/a.jpg': 500, '/c.txt': 1 } };

  it('is not asked unless the config wants it', async () => {
    const { result, asked } = await audited(world({ dora: left }), { appApi: {} });
    expect(coverageOf(result, 'dora')).toMatchObject({ status: 'disabled', requests: 0, right: null });
    expect(asked.has('dora')).toBe(false);
  });

  it('is read by members.departed.read: its tree, and no shares', async () => {
    const { code, result, asked } = await audited(world({ dora: left }), {
      appApi: {},
      sections: { members: { departed: { read: true } }, credentials: {} },
    });
    expect([code, result.run.status]).toEqual([0, 'complete']);
    expect(coverageOf(result, 'dora')).toMatchObject({ status: 'disabled', right: 'appapi' });
    expect(usageOf(result, 'dora')).toMatchObject({ bytes: 4_501, files: 3, source: 'crawl' });
    expect(asked.has('dora')).toBe(true);
    expect(result.findings.filter(({ member }) => member === 'dora')).toMatchObject([
      {
        check: 'departed-with-data',
        actual: { usedBytes: 4_501, isRead: true, largestFolders: ['/Archive', '/Photos'] },
      },
    ]);
  });
});

describe('a registration that cannot be used', () => {
  const wrong = { appApi: { own: ['alice'], secret: 'hidden-and-wrong' } };

  it('is one failure for all: nothing more is asked, nothing is erased, and app passwords go on', async () => {
    await withSmallWorkspace(
      world(),
      { appApi: { own: ['alice'] } },
      async ({ audit, server, withStore }) => {
        await audit();
        await server.occ(['app_api:app:unregister', 'menage', '--force']);
        const before = server.counters.requests;
        const log = server.impersonationLog().length;
        const { code, result, told } = await audit({ full: true });
        expect([code, result.run.status]).toEqual([3, 'partial']);
        expect(coverageOf(result, 'alice')?.status).toBe('read');
        for (const id of ['bob', 'carla']) {
          expect(coverageOf(result, id)).toMatchObject({ status: 'failed', right: 'appapi', requests: 0 });
        }
        expect(told.match(/menage credentials appapi/g)).toHaveLength(1);
        expect(told).toMatch(/refused the registration with AppAPI.*2 members were not read/);
        expect(server.impersonationLog()).toHaveLength(log);
        expect(server.counters.requests - before).toBeLessThan(25);
        expect(await withStore((store) => store.snapshots.members())).toContain('bob');
      },
    );
  });

  it('makes a run in which nobody is left to be read one that concludes nothing', async () => {
    const { code, result, told } = await audited(world(), { appApi: { secret: 'hidden-and-wrong' } });
    expect([code, result.run.status]).toEqual([4, 'failed']);
    expect(told).toMatch(/menage credentials appapi/);
    expect(told).not.toMatch(/hidden/);
  });

  it('is probed once, whatever the number of members: wrong secrets lock a machine out', async () => {
    await withSmallWorkspace(world(), wrong, async ({ audit, server }) => {
      const state = `${server.url}/ocs/v1.php/apps/app_api/ex-app/state`;
      for (let guess = 0; guess < 9; guess++) await fetch(state, { headers: appHeaders('', 'hidden-guess') });
      for (let run = 0; run < 2; run++) expect((await audit()).told).toMatch(/refused the registration/);
      const { code, result, told } = await audit();
      expect(told).toMatch(/takes no requests by AppAPI from this machine for half an hour/);
      expect([code, coverageOf(result, 'alice')?.status]).toEqual([3, 'unchanged']);
    });
  });

  it('is an error of the config where it is the administrator’s login, too', async () => {
    await withSmallWorkspace(world(), { ...wrong, adminPassword: false }, async ({ audit }) => {
      const { code, told } = await audit();
      expect(code).toBe(2);
      expect(told).toMatch(/accounts of .* cannot be listed: .*menage credentials appapi.*passwordFile/);
    });
  });
});
