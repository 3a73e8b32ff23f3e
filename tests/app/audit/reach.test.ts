import { expect, it } from 'vitest';
import type { RunResult } from '../../../src/model/result.ts';
import { REACH_CLASSES } from '../../../src/model/share.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { smallWorld } from '../../helpers/world.ts';

const FILES = {
  '/private.txt': 1,
  '/Team/plan.odt': 10,
  '/Team/press/kit.pdf': 100,
  '/Partner/offer.pdf': 1_000,
  '/Drop/in.txt': 10_000,
  '/Over/old.txt': 100_000,
};

function world() {
  return smallWorld({
    members: { anna: { files: FILES }, bob: { files: { '/b.txt': 5 } } },
    shares: [
      { fileOwner: 'anna', path: '/Team', type: 1, recipient: 'coop', permissions: 31 },
      { fileOwner: 'anna', path: '/Team/press', type: 3 },
      { fileOwner: 'anna', path: '/Partner', type: 4, recipient: 'eve@partner.example' },
      { fileOwner: 'anna', path: '/Drop', type: 3, permissions: 4 },
      { fileOwner: 'anna', path: '/Over', type: 0, recipient: 'bob', expires: '2026-11-20' },
    ],
  });
}

function reachOf({ members }: RunResult, uid: string) {
  return members.find(({ id }) => id === uid)?.reach;
}

it('own files are counted by who reaches them, also of a tree that is as stored', async () => {
  await withSmallWorkspace(world(), {}, async (workspace) => {
    const first = (await workspace.audit()).result;
    const counted = {
      owner: { files: 3, bytes: 110_001 },
      colleagues: { files: 1, bytes: 10 },
      named: { files: 1, bytes: 1_000 },
      anyone: { files: 1, bytes: 100 },
    };
    expect(reachOf(first, 'anna')).toEqual(counted);
    const nothing = { files: 0, bytes: 0 };
    expect(reachOf(first, 'bob')).toEqual({
      owner: { files: 1, bytes: 5 },
      colleagues: nothing,
      named: nothing,
      anyone: nothing,
    });
    const again = (await workspace.audit()).result;
    expect(again.members.map(({ coverage }) => coverage.status)).toEqual(['unchanged', 'unchanged']);
    expect(reachOf(again, 'anna')).toEqual(counted);
    for (const { reach, usage } of again.members) {
      const sum = (of: 'files' | 'bytes') =>
        REACH_CLASSES.reduce((total, one) => total + (reach?.[one][of] ?? Number.NaN), 0);
      expect([sum('files'), sum('bytes')]).toEqual([usage.files, usage.bytes]);
    }
  });
});

it('nothing is counted where the tree or the shares were not read whole', async () => {
  await withSmallWorkspace(world(), {}, async (workspace) => {
    const { faults } = workspace.server;
    faults.add({ fault: 'forbidden', kind: 'shares', member: 'anna' });
    const noShares = (await workspace.audit()).result;
    expect(reachOf(noShares, 'anna')).toBeNull();
    expect(reachOf(noShares, 'bob')?.owner.files).toBe(1);
    faults.clear();
    faults.add({ fault: 'forbidden', member: 'anna', path: '/' });
    const noTree = (await workspace.audit({ full: true })).result;
    expect(noTree.members.find(({ id }) => id === 'anna')?.coverage.status).toBe('failed');
    expect(reachOf(noTree, 'anna')).toBeNull();
    faults.clear();
    const press = workspace.world.users[0]?.home.children.find(({ name }) => name === 'Team');
    if (press?.kind !== 'folder') throw new Error('no folder');
    press.forbidden = true;
    const partly = (await workspace.audit({ full: true })).result;
    expect(partly.members.find(({ id }) => id === 'anna')?.coverage.status).toBe('partial');
    expect(reachOf(partly, 'anna')).toBeNull();
  });
});

it('a share whose record cannot be read may reach anything: nothing is counted', async () => {
  const rewrite = (asked: { readonly path: string }, answer?: string) =>
    asked.path.includes('/shares') && answer?.includes('uid_file_owner') === true
      ? answer.replace(/"permissions":\d+/, '"permissions":"all"')
      : null;
  await withSmallWorkspace(world(), { rewrite }, async (workspace) => {
    const { result } = await workspace.audit();
    expect(reachOf(result, 'anna')).toBeNull();
    expect(reachOf(result, 'bob')?.owner.files).toBe(1);
  });
});
