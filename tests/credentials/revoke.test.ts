import { describe, expect, it } from 'vitest';
import { revokeCredentials } from '../../src/credentials/revoke.ts';
import { memberId } from '../../src/model/ids.ts';
import { smallWorld } from '../helpers/world.ts';
import { stage, tokenOf } from './helpers.ts';

const members = { alice: {}, bob: {}, carla: {}, dora: {} };

describe('revoking app passwords', () => {
  it('lets each revoke itself and empties the vault of what is worth nothing', async () => {
    const world = smallWorld({ members });
    const { server, vault, sessionOf } = await stage(world);
    await vault.put([
      tokenOf(world, 'alice'),
      tokenOf(world, 'bob', 'long gone'),
      tokenOf(world, 'carla'),
      tokenOf(world, 'dora'),
    ]);
    server.faults.add({ fault: 'empty-500', member: 'carla', kind: 'revoke' });
    const alice = vault.get(memberId('alice'));

    const asked = ['alice', 'bob', 'carla', 'nobody', 'alice'].map(memberId);
    const outcomes = await revokeCredentials(vault, asked, sessionOf);
    expect(outcomes.map(({ member, outcome }) => [member, outcome])).toEqual([
      ['alice', 'revoked'],
      ['bob', 'already-invalid'],
      ['carla', 'failed'],
      ['nobody', 'failed'],
    ]);
    expect(vault.list().map(({ member }) => member)).toEqual(['carla', 'dora']);
    expect(server.counters.byKind).toMatchObject({ revoke: 3 });

    await vault.put([{ ...tokenOf(world, 'alice', 'x'), ...alice }]);
    const again = await revokeCredentials(vault, [memberId('alice')], sessionOf);
    expect(again[0]?.outcome).toBe('already-invalid');
  });

  it('says that a real password cannot be revoked, and keeps it', async () => {
    const world = smallWorld({ members });
    const { server, vault, sessionOf } = await stage(world);
    server.faults.add({ fault: 'forbidden', kind: 'revoke' });
    await vault.put([tokenOf(world, 'admin', world.admin.password)]);
    const [outcome] = await revokeCredentials(vault, [memberId('admin')], sessionOf);
    expect(outcome).toMatchObject({ outcome: 'failed', detail: expect.stringMatching(/real password/) });
    expect(vault.list()).toHaveLength(1);
  });
});
