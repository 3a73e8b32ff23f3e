import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkCredentials } from '../../src/credentials/check.ts';
import { grantAccess } from '../../src/credentials/login.ts';
import { memberId } from '../../src/model/ids.ts';
import { openClient } from '../../src/nextcloud/http/client.ts';
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

  it.each([
    ['another host', (own: URL) => `http://evil.example${own.pathname}`],
    ['another scheme', (own: URL) => `https://${own.host}${own.pathname}`],
    ['another port', (own: URL) => `http://${own.hostname}:1${own.pathname}`],
    ['a name before the host', (own: URL) => `http://cloud@${own.host}${own.pathname}`],
    ['our host as a name', (own: URL) => `http://${own.host}@evil.example/`],
    ['a script', () => 'javascript:alert(1)'],
  ])('shows no login address elsewhere: %s', async (_, bend) => {
    const shown: string[] = [];
    const flow = loginServer((own) => bend(new URL(`${own}/login/v2/flow/abc`)));
    await expect(flow((link) => shown.push(link))).rejects.toThrow(
      'The server names a login address elsewhere',
    );
    expect(shown).toEqual([]);
  });

  it('shows the address as a browser writes it: nothing in it drives a terminal', async () => {
    const shown: string[] = [];
    const flow = loginServer((own) => `${own}/login/v2/flow/a\u001b[31mb\u202ec\u009b`);
    await flow((link) => shown.push(link));
    expect(shown.join()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/login\/v2\/flow\/a%1B\[31mb%E2%80%AEc%C2%9B$/);
  });
});

/** A server that names a login address of its own choice, and never grants. */
function loginServer(login: (own: string) => string) {
  return async (show: (link: string) => void): Promise<void> => {
    const server = createServer((_, response) => {
      const own = `http://${hostOf()}`;
      const poll = { token: 'abc', endpoint: `${own}/login/v2/poll` };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ poll, login: login(own) }));
    });
    const hostOf = () => {
      const address = server.address();
      return typeof address === 'object' ? `127.0.0.1:${address?.port}` : '';
    };
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const client = await openClient({ url: `http://${hostOf()}`, concurrency: 1, idleTimeoutMs: 5_000 });
    onTestFinished(() => {
      client.close();
      server.close();
    });
    await grantAccess(memberId('alice'), {
      anonymous: client.as(null),
      sessionOf: (credential) => client.as(credential),
      show,
      wait: async () => {},
      now: () => NOW,
      stopping: () => true,
    });
  };
}
