import { describe, expect, it } from 'vitest';
import { rotateCredentials } from '../../src/credentials/rotate.ts';
import { memberId } from '../../src/model/ids.ts';
import { reveal } from '../../src/model/secret.ts';
import { startLoginFlow } from '../../src/nextcloud/ocs/app-password.ts';
import { smallWorld } from '../helpers/world.ts';
import { type Stage, stage, tokenOf } from './helpers.ts';

/** A second app password of a member, which the server gives through a login flow. */
async function second({ server, sessionOf }: Stage, uid: string): Promise<string> {
  const flow = await startLoginFlow(sessionOf(null));
  server.grant(uid, flow.login);
  return (await flow.poll())?.appPassword ?? '';
}

describe('rotating app passwords', () => {
  it('keeps a new one that works and revokes the old one; a member is never without', async () => {
    const world = smallWorld({ members: { alice: {}, bob: {}, carla: {}, dora: {}, emma: {} } });
    const on = await stage(world);
    const { server, vault, sessionOf } = on;
    const old = tokenOf(world, 'alice');
    await vault.put(['alice', 'bob', 'carla', 'dora'].map((uid) => tokenOf(world, uid)));
    server.faults.add({ fault: 'empty-500', member: 'dora', kind: 'revoke' });
    const fresh = [
      tokenOf(world, 'alice', await second(on, 'alice')),
      tokenOf(world, 'bob', 'never worked'),
      tokenOf(world, 'carla'),
      tokenOf(world, 'dora', await second(on, 'dora')),
      tokenOf(world, 'emma'),
    ];
    const held = new Map(vault.list().map(({ member, password }) => [member, reveal(password)]));

    const outcomes = await rotateCredentials(vault, fresh, sessionOf);
    expect(outcomes.map(({ member, outcome }) => [member, outcome])).toEqual([
      ['alice', 'rotated'],
      ['bob', 'refused'],
      ['carla', 'unchanged'],
      ['dora', 'old-left'],
      ['emma', 'rotated'],
    ]);
    const now = new Map(vault.list().map(({ member, password }) => [member, reveal(password)]));
    expect(now.get(memberId('alice'))).not.toBe(held.get(memberId('alice')));
    expect(now.get(memberId('bob'))).toBe(held.get(memberId('bob')));
    expect(now.get(memberId('carla'))).toBe(held.get(memberId('carla')));
    expect(now.get(memberId('dora'))).toBe(reveal(fresh[3]?.password ?? old.password));

    const tried = await rotateCredentials(vault, [old], sessionOf);
    expect(tried[0]?.outcome).toBe('refused');
  });
});
