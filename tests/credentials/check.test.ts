import { describe, expect, it } from 'vitest';
import { checkCredentials } from '../../src/credentials/check.ts';
import { memberId } from '../../src/model/ids.ts';
import { smallWorld } from '../helpers/world.ts';
import { stage, tokenOf } from './helpers.ts';

const UIDS = ['alice', 'bob', 'carla', 'dora', 'emma', 'fred', 'gil', 'hugo', 'ines', 'jean'];
const members = Object.fromEntries(UIDS.map((uid) => [uid, {}]));

describe('trying app passwords', () => {
  it('asks once for each and says what works, whose it is, and what does not answer', async () => {
    const world = smallWorld({ members: { ...members, bob: { loginName: 'bob@ldap' } } });
    const { server, sessionOf } = await stage(world);
    server.faults.add({ fault: 'empty-500', member: 'dora' });
    const entries = [
      tokenOf(world, 'alice'),
      tokenOf(world, 'bob'),
      { ...tokenOf(world, 'carla'), member: memberId('emma') },
      tokenOf(world, 'dora'),
      tokenOf(world, 'fred', 'wrong'),
    ];
    const outcomes = await checkCredentials(entries, sessionOf);
    expect(outcomes.map(({ member, outcome }) => [member, outcome])).toEqual([
      ['alice', 'works'],
      ['bob', 'works'],
      ['emma', 'wrong-person'],
      ['dora', 'unknown'],
      ['fred', 'refused'],
    ]);
    expect(outcomes[2]?.detail).toMatch(/another person's/);
    expect(server.counters.byKind).toMatchObject({ propfind: 5 });
    expect(server.counters).toMatchObject({ requests: 5, writes: 0, failures: 1 });
  });

  it.each(['31.0.6', '34.0.1'])('asks once for a disabled account, and says so (%s)', async (version) => {
    const world = { ...smallWorld({ members: { alice: { enabled: false } } }), version };
    const { server, sessionOf } = await stage(world);
    expect(await checkCredentials([tokenOf(world, 'alice')], sessionOf)).toMatchObject([
      { outcome: 'disabled', detail: expect.stringContaining('the account is disabled') },
    ]);
    expect(server.counters.requests).toBe(1);
  });

  it('stops at the third refused one, long before the server would lock us out', async () => {
    const world = smallWorld({ members });
    const { server, sessionOf } = await stage(world);
    const outcomes = await checkCredentials(
      UIDS.map((uid) => tokenOf(world, uid, 'wrong')),
      sessionOf,
    );
    const refused = outcomes.filter(({ outcome }) => outcome === 'refused');
    const untried = outcomes.filter(({ outcome }) => outcome === 'unknown');
    // Those in flight at the third may still answer.
    expect(server.counters.failures).toBeLessThanOrEqual(6);
    expect(refused).toHaveLength(server.counters.failures);
    expect(refused.length + untried.length).toBe(UIDS.length);
    expect(untried.every(({ detail }) => /logins were refused/.test(detail ?? ''))).toBe(true);
  });
});
