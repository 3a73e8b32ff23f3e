import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunOutcome, SmallWorkspace } from '../helpers/small-workspace.ts';
import { withSmallWorkspace } from '../helpers/small-workspace.ts';
import { NOW, smallWorld, userOf } from '../helpers/world.ts';

const DAY = 86_400_000;
const ADMIN = 'admins@coop.example';

/** Members of whom each has an open link; the first shares with the last as well. */
function linked(ids: readonly string[], without: readonly string[] = []) {
  return smallWorld({
    members: Object.fromEntries(
      ids.map((id) => [
        id,
        { files: { '/a.txt': 5_000_000 }, ...(without.includes(id) && { appPassword: null }) },
      ]),
    ),
    shares: [
      ...ids.filter((id) => !without.includes(id)).map((fileOwner) => ({ fileOwner, path: '/a.txt' })),
      ...(ids[0] === undefined
        ? []
        : [{ fileOwner: ids[0], path: '/a.txt', type: 0, recipient: ids.at(-1) ?? null }]),
    ],
  });
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => `m${String(at).padStart(2, '0')}`);
const memberIn = ({ result }: RunOutcome, id: string) => result.members.find((one) => one.id === id);
const changed = ({ result }: RunOutcome) =>
  result.findings
    .filter(({ state }) => state === 'new' || state === 'fixed')
    .map(({ fingerprint }) => fingerprint);
const saysDeparted = ({ result }: RunOutcome) =>
  result.findings.some(({ check, state }) => check === 'share-with-the-departed' && state !== 'fixed');
const keepsTree = (workspace: SmallWorkspace, id: string) =>
  workspace.withStore(async ({ snapshots }) => (await snapshots.members()).some((one) => one === id));
const mailTo = (workspace: SmallWorkspace, who: string) =>
  workspace.mails.received
    .filter(({ to }) => to.includes(who))
    .at(-1)
    ?.raw.toString() ?? '';

describe('a short list of accounts', { timeout: 60_000 }, () => {
  it('whose missing are there when asked by name costs nobody anything, and is told', async () => {
    await withSmallWorkspace(linked(['anna', 'bob', 'carla', 'zoe']), {}, async (workspace) => {
      await workspace.audit();
      workspace.server.faults.add({ fault: 'accounts-missing', kind: 'users', accounts: ['zoe'] });
      const short = await workspace.audit();
      expect({ code: short.code, status: short.result.run.status }).toEqual({ code: 3, status: 'partial' });
      expect(short.told).toMatch(/came without 1 of its accounts[\s\S]*Missing: zoe/);
      expect(memberIn(short, 'zoe')?.coverage.status).toBe('unchanged');
      expect(changed(short)).toEqual([]);
    });
  });

  it('whose missing nobody can tell of keeps them as not read: nothing is erased, nobody is departed', async () => {
    await withSmallWorkspace(linked(['anna', 'bob', 'carla', 'zoe']), {}, async (workspace) => {
      const before = await workspace.audit();
      workspace.server.faults.add({ fault: 'accounts-missing', kind: 'users', accounts: ['zoe'] });
      workspace.server.faults.add({ fault: 'forbidden', kind: 'account' });
      const short = await workspace.auditAndSend();
      expect({ code: short.code, status: short.result.run.status }).toEqual({ code: 3, status: 'partial' });
      expect(memberIn(short, 'zoe')).toMatchObject({
        coverage: { status: 'failed' },
        usage: { source: 'none' },
      });
      expect(short.told).toMatch(/zoe was not read/);
      expect([changed(short), saysDeparted(short)]).toEqual([[], false]);
      expect(short.mailed).not.toContain('zoe@coop.example');
      expect(await keepsTree(workspace, 'zoe')).toBe(true);
      workspace.server.faults.clear();
      const back = await workspace.audit();
      expect({ code: back.code, status: back.result.run.status }).toEqual({ code: 0, status: 'complete' });
      expect(memberIn(back, 'zoe')?.coverage.status).toBe('unchanged');
      expect(changed(back)).toEqual([]);
      expect(back.result.findings.length).toBe(before.result.findings.length);
    });
  });

  it('with a page that comes empty, repeats or is short in the middle is read to its end', async () => {
    await withSmallWorkspace(linked(numbered(120), numbered(120).slice(2)), {}, async (workspace) => {
      for (const [fault, times, whole] of [
        ['half-page', 9, true],
        ['repeated-page', 1, true],
        ['empty-list', 1, true],
        ['empty-list', 9, false],
      ] as const) {
        workspace.server.faults.add({ fault, kind: 'users', offset: 50, times });
        const { result, code } = await workspace.audit();
        expect([fault, times, result.members.length, code]).toEqual([fault, times, 120, whole ? 0 : 3]);
        workspace.server.faults.clear();
      }
    });
  });

  it('asks for twenty by name at most; the rest is unknown', async () => {
    await withSmallWorkspace(linked(numbered(40), numbered(40).slice(1)), {}, async (workspace) => {
      await workspace.audit();
      workspace.server.faults.add({
        fault: 'accounts-missing',
        kind: 'users',
        accounts: numbered(40).slice(5),
      });
      const { result, code } = await workspace.audit();
      expect(workspace.server.counters.byKind.account).toBe(20);
      expect({ code, failed: result.coverage.failed, members: result.coverage.members }).toEqual({
        code: 3,
        failed: 15,
        members: 40,
      });
    });
  });

  it('that comes empty altogether is no cooperative without members', async () => {
    await withSmallWorkspace(linked(['anna', 'bob']), {}, async (workspace) => {
      workspace.server.faults.add({ fault: 'empty-list', kind: 'users' });
      const { result, code } = await workspace.audit();
      expect(code).toBe(3);
      // Both granted access: asked by name, both are there.
      expect(result.members.map(({ id }) => id)).toEqual(['anna', 'bob']);
    });
  });
});

describe('short lists', { timeout: 120_000 }, () => {
  it('of any accounts, for one run, accuse nobody, read no tree anew and change no finding', async () => {
    const ids = numbered(8);
    await withSmallWorkspace(linked(ids), {}, async (workspace) => {
      await workspace.audit();
      const requestsOf = (id: string) => workspace.server.counters.byMember.get(id) ?? 0;
      await fc.assert(
        fc.asyncProperty(fc.subarray(ids, { minLength: 1 }), fc.boolean(), async (accounts, answers) => {
          workspace.server.faults.add({ fault: 'accounts-missing', kind: 'users', accounts });
          if (!answers) workspace.server.faults.add({ fault: 'forbidden', kind: 'account' });
          const short = await workspace.audit();
          workspace.server.faults.clear();
          const before = ids.map(requestsOf);
          const back = await workspace.audit();
          expect([changed(short), changed(back), saysDeparted(short)]).toEqual([[], [], false]);
          expect(short.result.members.map(({ id }) => id)).toEqual(ids);
          for (const { coverage } of back.result.members) expect(coverage.status).toBe('unchanged');
          for (const [at, id] of ids.entries())
            expect(requestsOf(id) - (before[at] ?? 0)).toBeLessThanOrEqual(3);
        }),
        { numRuns: 5 },
      );
    });
  });
});

describe('many who vanish at once', { timeout: 60_000 }, () => {
  it('hold every mail to members; the admins are told why, and --yes releases', async () => {
    const ids = numbered(12);
    await withSmallWorkspace(linked(ids), {}, async (workspace) => {
      await workspace.audit();
      workspace.server.faults.add({ fault: 'accounts-missing', kind: 'users', accounts: ids.slice(9) });
      for (const _ of [1, 2]) {
        const { code, told, mailed } = await workspace.auditAndSend();
        expect(code).toBe(3);
        expect(mailed.filter((to) => to !== ADMIN)).toEqual([]);
        expect(told).toMatch(/Held back: .*3 of 12 members/);
      }
      expect(mailTo(workspace, ADMIN)).toMatch(/menage send --yes/);
    });
  });
});

describe('groups', { timeout: 60_000 }, () => {
  it('that lost all their members at once have lost nobody', async () => {
    const ids = ['anna', 'bob', 'carla'];
    await withSmallWorkspace(linked(ids), {}, async (workspace) => {
      await workspace.audit();
      workspace.server.faults.add({ fault: 'accounts-groupless', kind: 'users', accounts: ids });
      const short = await workspace.auditAndSend();
      expect(short.code).toBe(3);
      expect(short.result.members.map(({ coverage }) => coverage.status)).toEqual([
        'failed',
        'failed',
        'failed',
      ]);
      expect([changed(short), saysDeparted(short)]).toEqual([[], false]);
      expect(short.mailed.filter((to) => to !== ADMIN)).toEqual([]);
      workspace.server.faults.clear();
      const back = await workspace.audit();
      expect(back.result.members.map(({ coverage }) => coverage.status)).toEqual([
        'unchanged',
        'unchanged',
        'unchanged',
      ]);
      expect(changed(back)).toEqual([]);
    });
  });

  it('may lose one member, who then is one no more', async () => {
    await withSmallWorkspace(linked(['anna', 'bob', 'carla']), {}, async (workspace) => {
      await workspace.audit();
      userOf(workspace.world, 'carla').groups = [];
      const { code, result } = await workspace.audit();
      expect([code, result.members.map(({ id }) => id)]).toEqual([0, ['anna', 'bob']]);
    });
  });
});

describe('who has departed', { timeout: 60_000 }, () => {
  it('is so by the server’s own word; the tree goes after thirty days', async () => {
    let now = NOW;
    await withSmallWorkspace(
      linked(['anna', 'bob', 'zoe']),
      { serverClock: () => now },
      async (workspace) => {
        await workspace.audit({ now });
        workspace.world.users = workspace.world.users.filter(({ id }) => id !== 'zoe');
        const gone = await workspace.audit({ now });
        expect({ code: gone.code, status: gone.result.run.status }).toEqual({ code: 0, status: 'complete' });
        expect(memberIn(gone, 'zoe')).toBeUndefined();
        expect(saysDeparted(gone)).toBe(true);
        expect(await keepsTree(workspace, 'zoe')).toBe(true);
        now = NOW + 29 * DAY;
        await workspace.audit({ now });
        expect(await keepsTree(workspace, 'zoe')).toBe(true);
        now = NOW + 31 * DAY;
        await workspace.audit({ now });
        expect(await keepsTree(workspace, 'zoe')).toBe(false);
      },
    );
  });
});

describe('the cases from the field', { timeout: 60_000 }, () => {
  const fixture = (name: string): { readonly users: unknown } =>
    JSON.parse(readFileSync(new URL(`../fixtures/cases/${name}`, import.meta.url), 'utf8')).ocs.data;

  it('account-only-id: listed as not read; no mail says that all was read, or that no link is open', async () => {
    const users = Object(fixture('account-only-id/users-details-0.json').users);
    expect(users['ldap-1']).toEqual({ id: 'ldap-1' });
    const world = smallWorld({
      members: { anna: { files: { '/a.txt': 12_000 } }, 'ldap-1': { files: { '/b.txt': 12_000 } } },
      shares: [{ fileOwner: 'ldap-1', path: '/b.txt' }],
    });
    await withSmallWorkspace(world, {}, async (workspace) => {
      await workspace.audit();
      workspace.server.faults.add({ fault: 'accounts-bare', kind: 'users', accounts: ['ldap-1'] });
      workspace.server.faults.add({ fault: 'unavailable', kind: 'account', retryAfter: 1, times: 9 });
      const second = await workspace.auditAndSend();
      expect(memberIn(second, 'ldap-1')?.coverage.status).toBe('failed');
      expect(second.result.run.status).toBe('partial');
      expect(second.told).toContain('ldap-1');
      const mail = mailTo(workspace, ADMIN).replaceAll(/=\r\n/g, '');
      expect(mail).not.toMatch(/lus en entier\./);
      expect(mail).not.toMatch(/Aucun lien public sans mot de passe/);
    });
  });

  it('accounts-page-empty: who was known still stands there, and nobody has left', async () => {
    expect(fixture('accounts-page-empty/users-details-50.json').users).toEqual([]);
    const ids = ['anna', ...numbered(60), 'zoe'];
    await withSmallWorkspace(
      linked(['anna', 'zoe', ...numbered(60)], numbered(60)),
      {},
      async (workspace) => {
        await workspace.audit();
        workspace.server.faults.add({ fault: 'empty-list', kind: 'users', offset: 50 });
        workspace.server.faults.add({ fault: 'forbidden', kind: 'account' });
        const second = await workspace.audit();
        expect(second.result.run.status).toBe('partial');
        expect(second.result.members.map(({ id }) => id)).toEqual(ids);
        expect(second.told).toMatch(/accounts/);
        expect([changed(second), saysDeparted(second)]).toEqual([[], false]);
      },
    );
  });
});
