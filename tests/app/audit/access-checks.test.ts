import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../../src/model/result.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { NOW, smallWorld, userOf } from '../../helpers/world.ts';

const CREW = ['bea', 'carl', 'dora', 'emil', 'fay'];

/** Alice shares `/Projet` with the group `sound`, `/Privé` with bea, and a folder below it by a link. */
function workspace() {
  const world = smallWorld({
    members: {
      alice: { files: { '/Projet/RIB.pdf': 10, '/Privé/Ouvert/a.odt': 10, '/Autre/b.odt': 10 } },
      ...Object.fromEntries(CREW.map((id) => [id, { files: { '/own.txt': 1 } }])),
    },
    shares: [
      { type: 1, fileOwner: 'alice', path: '/Projet', recipient: 'sound', token: null },
      { type: 0, fileOwner: 'alice', path: '/Privé', recipient: 'bea', token: null },
      { type: 3, fileOwner: 'alice', path: '/Privé/Ouvert', recipient: null, token: 'ouvertOUVERT001' },
    ],
  });
  world.groups = [...world.groups, { id: 'sound', name: 'sound' }];
  return world;
}

const found = ({ findings }: RunResult, check: string) =>
  findings
    .filter((one) => one.check === check)
    .map(({ subject, severity, state, actual }) => ({ path: subject.path, severity, state, actual }));
const row = ({ checks }: RunResult, id: string) => checks.find((check) => check.id === id);

describe('checks that ask the model of access, by whole audits', { timeout: 60_000 }, () => {
  it('compare with the last run of all', async () => {
    await withSmallWorkspace(workspace(), {}, async ({ audit, world, server }) => {
      const first = (await audit()).result;
      expect(found(first, 'subfolder-wider')).toMatchObject([
        { path: '/Privé/Ouvert', severity: 'medium', actual: { abovePath: '/Privé', anyone: true } },
      ]);
      expect(row(first, 'reach-grew')).toMatchObject({
        status: 'not-run',
        reason: expect.stringContaining('no earlier run to compare with'),
      });
      for (const id of CREW) userOf(world, id).groups = ['coop', 'sound'];
      server.changed();
      const second = (await audit({ now: NOW + 3_600_000 })).result;
      expect(found(second, 'reach-grew')).toMatchObject([
        {
          path: '/Projet',
          severity: 'medium',
          state: 'new',
          actual: { people: 5, way: 'groupGrew', group: 'sound' },
        },
      ]);
      const third = (await audit({ now: NOW + 7_200_000 })).result;
      expect(found(third, 'reach-grew')).toMatchObject([{ path: '/Projet', state: 'open' }]);
      expect(found(third, 'subfolder-wider')).toMatchObject([{ state: 'open' }]);
    });
  });

  it('say of whom nothing can be compared, and find nothing there', async () => {
    const world = workspace();
    await withSmallWorkspace(world, {}, async ({ audit, server }) => {
      const { appPassword } = userOf(world, 'alice');
      userOf(world, 'alice').appPassword = 'another';
      await audit();
      for (const id of CREW) userOf(world, id).groups = ['coop', 'sound'];
      userOf(world, 'alice').appPassword = appPassword;
      server.changed();
      const second = (await audit({ now: NOW + 3_600_000 })).result;
      expect(second.members.find(({ id }) => id === 'alice')?.coverage.status).toBe('read');
      expect(found(second, 'reach-grew')).toEqual([]);
      expect(row(second, 'reach-grew')).toMatchObject({
        status: 'ran',
        reason: expect.stringMatching(/not known in both runs.*alice/i),
      });
    });
  });
});
