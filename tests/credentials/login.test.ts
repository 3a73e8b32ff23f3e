import { describe, expect, it } from 'vitest';
import { checkCredentials } from '../../src/credentials/check.ts';
import { grantAccess } from '../../src/credentials/login.ts';
import { memberId } from '../../src/model/ids.ts';
import { NOW, smallWorld } from '../helpers/world.ts';
import { type Stage, stage } from './helpers.ts';

/** How late each pause ends. */
const LAG_MS = 57_000;

/** What a waiting program does, with a clock that jumps; `during` happens at the nth pause. */
function setting(
  { sessionOf }: Stage,
  during: (pause: number, link: string) => void,
  stopAfter = Number.POSITIVE_INFINITY,
) {
  let link = '';
  let pauses = 0;
  let clock = NOW;
  return {
    anonymous: sessionOf(null),
    sessionOf,
    show: (shown: string) => {
      link = shown;
    },
    wait: async (ms: number) => {
      clock += ms + LAG_MS;
      during(++pauses, link);
    },
    now: () => clock,
    stopping: () => pauses >= stopAfter,
    pauses: () => pauses,
  };
}

describe('granting access in the browser', () => {
  it('waits for the member and gives an app password that works, also where the login is not the uid', async () => {
    const on = await stage(smallWorld({ members: { alice: { loginName: 'a.martin@ldap' } } }));
    const grant = await grantAccess(
      memberId('alice'),
      setting(on, (pause, link) => {
        if (pause === 3) on.server.grant('alice', link);
      }),
    );
    if (grant.outcome !== 'granted') throw new Error(grant.reason);
    expect(grant.entry).toMatchObject({ member: 'alice', login: 'a.martin@ldap', tokenId: null });
    expect((await checkCredentials([grant.entry], on.sessionOf))[0]?.outcome).toBe('works');
  });

  it('takes no other person’s access, and revokes it at once', async () => {
    const on = await stage(smallWorld({ members: { alice: {}, bob: {} } }));
    const grant = await grantAccess(
      memberId('alice'),
      setting(on, (_, link) => on.server.grant('bob', link)),
    );
    expect(grant).toEqual({
      outcome: 'not-granted',
      reason: 'bob granted access, not alice; it was revoked again',
    });
    expect(on.server.counters.byKind).toMatchObject({ revoke: 1 });
  });

  it('gives up after twenty minutes, or when it is asked to end', async () => {
    const on = await stage(smallWorld());
    const waiting = setting(on, () => {});
    expect(await grantAccess(memberId('alice'), waiting)).toEqual({
      outcome: 'not-granted',
      reason: 'the link was not used within 20 minutes',
    });
    expect(waiting.pauses()).toBe(20);
    expect(
      await grantAccess(
        memberId('alice'),
        setting(on, () => {}, 2),
      ),
    ).toEqual({
      outcome: 'not-granted',
      reason: 'stopped',
    });
  });
});
