import { describe, expect, it } from 'vitest';
import { caseFile } from '../../helpers/case-file.ts';
import type { Rewrite } from '../../helpers/rewriting-proxy.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { smallWorld } from '../../helpers/world.ts';

const isAccounts = (path: string) => path.includes('/cloud/users/details') && path.includes('offset=0');

/** The records of the first page, changed. */
function accounts(change: (users: Map<string, Record<string, unknown>>) => void): Rewrite {
  return ({ path }, body) => {
    if (!isAccounts(path)) return null;
    const document = JSON.parse(body);
    const users = new Map<string, Record<string, unknown>>(Object.entries(document.ocs.data.users));
    change(users);
    document.ocs.data.users = Object.fromEntries(users);
    return JSON.stringify(document);
  };
}

function changed(id: string, fields: Record<string, unknown>): Rewrite {
  return accounts((users) => users.set(id, { ...users.get(id), ...fields }));
}

const world = () => smallWorld({ members: { anna: { files: { '/a': 5 } }, bob: { files: { '/b': 7 } } } });

describe('the case quota-unknown', () => {
  const people = () => {
    const world = smallWorld({ members: { anna: {}, bob: {}, dora: {} } });
    for (const user of world.users) if (user.id !== 'anna') user.appPassword = null;
    return world;
  };
  const inGroup = caseFile('quota-unknown/users-details-0.json')
    .replaceAll('"Tous"', '"coop"')
    .replaceAll('menage-admin', 'admin');
  const rewrite: Rewrite = ({ path }) => (isAccounts(path) ? inGroup : null);

  it('calls no quota unlimited, no use 0, and names what it could not judge', async () => {
    await withSmallWorkspace(people(), { rewrite }, async (workspace) => {
      const { result, code } = await workspace.audit();
      expect(code).toBe(0);
      for (const { quota } of result.members) {
        expect(quota).toEqual({ bytes: null, unlimited: null, source: 'none' });
      }
      const dora = result.members.find(({ id }) => id === 'dora');
      expect(dora?.usage).toMatchObject({ bytes: null, percent: null, source: 'none' });
      expect(result.findings.filter(({ check }) => check.startsWith('quota-'))).toEqual([]);
      for (const id of ['quota-not-the-rule', 'quota-nearly-full']) {
        const reason = result.checks.find((check) => check.id === id)?.reason;
        for (const name of ['anna', 'bob', 'dora']) expect(reason).toContain(name);
      }
    });
  });
});

describe('a record that tells nothing of an address', () => {
  it.each([
    ['without the field', { email: undefined }],
    ['with one that cannot be read', { email: 7 }],
  ])('%s: is not called one without an address', async (_, fields) => {
    await withSmallWorkspace(world(), { rewrite: changed('bob', fields) }, async ({ audit }) => {
      const { result } = await audit();
      expect(result.findings.filter(({ check }) => check === 'member-without-mail')).toEqual([]);
      const reason = result.checks.find(({ id }) => id === 'member-without-mail')?.reason;
      expect(reason).toBe('Not judged (The server gave no mail address that can be read): bob.');
    });
  });
});

describe('one odd account record', () => {
  it.each([
    ['a last login in microseconds', { lastLogin: 1_795_666_990_000_000 }, 'lastLogin'],
    ['a last login in seconds', { lastLogin: 1_795_666_990 }, 'lastLogin'],
    ['an address that is a list', { email: [] }, 'email'],
    ['a quota in words', { quota: 'much' }, 'quota'],
  ])('with %s costs that field', async (_, fields, field) => {
    await withSmallWorkspace(world(), { rewrite: changed('bob', fields) }, async (workspace) => {
      const { result, code, told } = await workspace.audit();
      expect({ code, status: result.run.status }).toEqual({ code: 0, status: 'complete' });
      expect(result.members.map(({ id, coverage }) => [id, coverage.status])).toEqual([
        ['anna', 'read'],
        ['bob', 'read'],
      ]);
      expect(told).toContain(`account “bob” (${field})`);
      expect(result.findings.filter(({ check }) => check === 'dormant-account')).toEqual([]);
    });
  });

  it('does not make a dormant account of one whose last login is unknown, and says so', async () => {
    const rewrite = changed('bob', { lastLogin: 1_795_666_990_000_000, quota: { used: 2 ** 30, quota: -3 } });
    const people = world();
    for (const user of people.users) if (user.id === 'bob') user.appPassword = null;
    await withSmallWorkspace(people, { rewrite }, async (workspace) => {
      const { result } = await workspace.audit();
      expect(result.findings.filter(({ check }) => check === 'dormant-account')).toEqual([]);
      expect(result.checks.find(({ id }) => id === 'dormant-account')?.reason).toMatch(/last login.*bob/);
    });
  });

  it.each([
    ['whose groups are a text', { groups: 'coop' }, 'groups'],
    ['that says “enabled” in words', { enabled: 'yes' }, 'enabled'],
  ])('%s costs that account, which is still there', async (_, fields, field) => {
    await withSmallWorkspace(world(), { rewrite: changed('bob', fields) }, async (workspace) => {
      const { result, told } = await workspace.audit();
      expect(result.members.find(({ id }) => id === 'anna')?.coverage.status).toBe('read');
      expect(told).toContain(`account “bob” (${field})`);
    });
  });

  it('says that two records carry one id, and takes the one at its place', async () => {
    const rewrite = accounts((users) => users.set('zed', { ...users.get('bob'), displayname: 'Zed' }));
    await withSmallWorkspace(world(), { rewrite }, async (workspace) => {
      const { result, told } = await workspace.audit();
      expect(result.members.find(({ id }) => id === 'bob')?.name).toBe('bob');
      expect(told).toContain('account “bob” (id (of the record of “zed”))');
    });
  });

  it('of a quota of 10 PB, a use beyond 2^53 and a login in microseconds leaves the store usable', async () => {
    const absurd = {
      lastLogin: 1_795_666_990_000_000_000,
      quota: { used: 2 ** 60, quota: 10 * 1024 ** 5, free: 0, total: 10 * 1024 ** 5 },
    };
    await withSmallWorkspace(world(), { rewrite: changed('bob', absurd) }, async (workspace) => {
      expect((await workspace.audit()).code).toBe(0);
      const { result, told } = await workspace.audit();
      expect(result.members.find(({ id }) => id === 'bob')?.quota.source).toBe('none');
      expect(told).toContain('account “bob” (lastLogin)');
      expect(result.checks.find(({ id }) => id === 'quota-not-the-rule')?.reason).toMatch(/larger.*bob/);
    });
  });
});
