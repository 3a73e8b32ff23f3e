import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readableNow } from '../../../src/app/credentials/readable-now.ts';
import { type RegisterOrder, registerApp, stateOf } from '../../../src/app/credentials/register-app.ts';
import { revokeApp } from '../../../src/app/credentials/revoke-app.ts';
import { vaultOf } from '../../../src/app/open.ts';
import { configOf } from '../../../src/cli/config.ts';
import { contextOf } from '../../../src/cli/context.ts';
import type { OccWords } from '../../../src/credentials/appapi/commands.ts';
import type { HandshakeStep } from '../../../src/credentials/appapi/handshake.ts';
import { type ListenPlace, placeIn } from '../../../src/credentials/appapi/place.ts';
import { typedWords } from '../../../src/credentials/occ.ts';
import { PLAYED } from '../../../src/demo/nextcloud/world/flavour.ts';
import { reveal, secret } from '../../../src/model/secret.ts';
import { type Occ, startOcc } from '../../helpers/appapi.ts';
import { type SmallWorkspace, withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { smallWorld } from '../../helpers/world.ts';

const HERE = placeIn('127.0.0.1:0');
const BASE = { place: HERE, tls: null, insecure: false, occ: null, renew: false } as const;
const UNWATCHED = { awaiting: () => {}, exposed: () => {} };
const QUICK = { allMs: 20_000, afterOccMs: 5_000, settleMs: 50 };

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The address of a listening TCP server is an object.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function worldOf(version: string = PLAYED[32]) {
  const world = smallWorld({
    members: {
      alice: { files: { '/a.txt': 1 } },
      bob: { files: { '/b.txt': 1 } },
      carla: { files: { '/c.txt': 1 } },
      gone: { enabled: false },
      never: { lastLogin: null },
    },
  });
  world.version = version;
  return world;
}

/** One registration at a workspace's server: what was awaited, and what came of it. */
function setting({ folder, server }: SmallWorkspace, stop = new AbortController()) {
  const context = contextOf({ config: join(folder, 'menage.yaml'), quiet: true }, stop.signal);
  const config = configOf(context);
  const steps: HandshakeStep[] = [];
  const shown: OccWords[] = [];
  return {
    ...{ context, config, steps, shown, stop },
    vault: () => vaultOf(config, context),
    /** The secret that is sealed, as text; null where there is none. */
    sealed: async () => {
      const registration = (await vaultOf(config, context)).registration();
      return registration === null ? null : reveal(registration.secret);
    },
    /** As somebody would who pastes what is shown. */
    register: (order: Partial<RegisterOrder> = {}, paste = true) =>
      registerApp(
        config,
        context,
        { ...BASE, patience: QUICK, ...order },
        {
          step: (step) => void steps.push(step),
          awaiting: (_at, commands) => {
            shown.push(...commands);
            if (paste)
              void commands.reduce(
                (before, words) => before.then(() => server.occ(words)),
                Promise.resolve<unknown>(null),
              );
          },
        },
      ),
  };
}

describe('registering with AppAPI', () => {
  it.each(Object.values(PLAYED))('on %s takes two commands, and the secret is sealed', async (version) => {
    await withSmallWorkspace(worldOf(version), {}, async (workspace) => {
      const { register, shown, vault, steps, config } = setting(workspace);
      const made = await register();
      expect(made.outcome).toBe('registered');
      const secret = (await vault()).registration()?.secret;
      if (secret === undefined) throw new Error('nothing was sealed');
      expect(await stateOf(config, secret)).toBe('enabled');
      expect(shown.map(([name]) => name)).toEqual(['app_api:daemon:register', 'app_api:app:register']);
      expect(JSON.stringify(shown)).not.toContain(reveal(secret));
      expect(steps).toContain('proven');
    });
  });

  it('keeps one that works, and makes a new one where the server forgot it', async () => {
    await withSmallWorkspace(worldOf(), {}, async (workspace) => {
      const { register, sealed } = setting(workspace);
      await register();
      const first = await sealed();
      expect((await register()).outcome).toBe('there');
      await workspace.server.occ(['app_api:app:disable', 'menage']);
      await expect(register()).rejects.toThrow(/switched off in Nextcloud: .*rotate/);
      await workspace.server.occ(['app_api:app:unregister', 'menage', '--force']);
      expect((await register()).outcome).toBe('registered');
      expect(await sealed()).not.toBe(first);
      expect(await sealed()).not.toBeNull();
    });
  });

  it('runs the commands itself by occ, renews, and ends', async () => {
    await withSmallWorkspace(worldOf(), {}, async (workspace) => {
      const { register, vault, context, config } = setting(workspace);
      const occ = await startOcc(workspace.server);
      onTestFinished(() => occ.close());
      const words = typedWords(occ.command);
      expect((await register({ occ: words }, false)).outcome).toBe('registered');
      const old = (await vault()).registration();
      if (old === null) throw new Error('nothing was sealed');
      expect((await register({ occ: words, renew: true }, false)).outcome).toBe('registered');
      expect(occ.calls.map(([name]) => name)).toEqual([
        ...['app_api:daemon:register', 'app_api:app:register'],
        ...['app_api:app:unregister', 'app_api:daemon:register', 'app_api:app:register'],
      ]);
      expect(await stateOf(config, old.secret)).toBe('refused');
      const shown: OccWords[] = [];
      const watch = { awaiting: (all: readonly OccWords[]) => void shown.push(...all), exposed: () => {} };
      expect(await revokeApp(config, context, { ...BASE, occ: words }, watch)).toBe('revoked');
      expect(shown).toEqual([['app_api:app:unregister', 'menage', '--force']]);
      expect((await vault()).registration()).toBeNull();
    });
  });

  it('seals no forged secret of who was faster, but the one that the server knows', async () => {
    await withSmallWorkspace(worldOf(), {}, async (workspace) => {
      const { context, config, sealed } = setting(workspace);
      const steps: HandshakeStep[] = [];
      const made = await registerApp(
        config,
        context,
        { ...BASE, patience: QUICK },
        {
          step: (step) => void steps.push(step),
          awaiting: (at, commands) =>
            void (async () => {
              const authorization = Buffer.from(`:${'f'.repeat(128)}`).toString('base64');
              await fetch(`http://127.0.0.1:${at.port}/init`, {
                method: 'POST',
                headers: { 'EX-APP-ID': 'menage', 'AUTHORIZATION-APP-API': authorization },
              });
              for (const words of commands) await workspace.server.occ(words);
            })(),
        },
      );
      expect(made.outcome).toBe('registered');
      expect(steps.filter((step) => step !== 'asked')).toEqual(['foreign', 'proven']);
      expect(await sealed()).toMatch(/[^f]/);
    });
  });

  it('takes the old secret for foreign while a new one is made, though the server still knows it', async () => {
    await withSmallWorkspace(worldOf(), {}, async (workspace) => {
      const { register, config, context, sealed } = setting(workspace);
      await register();
      const old = await sealed();
      const steps: HandshakeStep[] = [];
      await registerApp(
        config,
        context,
        { ...BASE, renew: true, patience: QUICK },
        {
          step: (step) => void steps.push(step),
          awaiting: (at, commands) =>
            void (async () => {
              await fetch(`http://127.0.0.1:${at.port}/init`, {
                method: 'POST',
                headers: {
                  'EX-APP-ID': 'menage',
                  'AUTHORIZATION-APP-API': Buffer.from(`:${old}`).toString('base64'),
                },
              });
              for (const words of commands) await workspace.server.occ(words);
            })(),
        },
      );
      expect(steps.filter((step) => step !== 'asked')).toEqual(['foreign', 'proven']);
      expect(await sealed()).not.toBe(old);
      expect(await stateOf(config, secret((await sealed()) ?? ''))).toBe('enabled');
    });
  });

  it('names what to do where the server has one that is not ours, and leaves that alone', async () => {
    await withSmallWorkspace(worldOf(), {}, async (workspace) => {
      const { register, config, vault } = setting(workspace);
      const occ = await startOcc(workspace.server);
      onTestFinished(() => occ.close());
      await register();
      const theirs = (await vault()).registration();
      if (theirs === null) throw new Error('nothing was sealed');
      await (await vault()).putRegistration(null);
      await expect(register({ occ: typedWords(occ.command) }, false)).rejects.toThrow(
        /^occ app_api:app:register ended with “ExApp menage is already registered\.”\. .*"menage credentials appapi rotate"/,
      );
      expect(await stateOf(config, theirs.secret)).toBe('enabled');
      expect(occ.calls).toHaveLength(2);
      expect((await vault()).registration()).toBeNull();
    });
  });

  it('says in time that nobody asked, and whether anything was sealed', async () => {
    await withSmallWorkspace(worldOf(), {}, async (workspace) => {
      const { register, vault } = setting(workspace);
      await expect(register({ patience: { ...QUICK, allMs: 50 } }, false)).rejects.toThrow(
        /^Nextcloud did not ask at http:\/\/127\.0\.0\.1:\d+ in time: .*Nothing was sealed/,
      );
      await expect(
        register({ occ: ['true'], patience: { ...QUICK, afterOccMs: 10 } }, false),
      ).rejects.toThrow(/^occ is done, and Nextcloud did not hand over a secret here/);
      expect((await vault()).registration()).toBeNull();
    });
  });

  it('ends when asked to, and takes back what its own occ began', async () => {
    await withSmallWorkspace(worldOf(PLAYED[32]), {}, async (workspace) => {
      const { register, stop, vault, steps } = setting(workspace);
      const occ = await startOcc({
        occ: async (words) => {
          if (words[0] === 'app_api:app:register') stop.abort('SIGINT');
          return workspace.server.occ(words[0] === 'app_api:app:register' ? ['nothing'] : words);
        },
      });
      onTestFinished(() => occ.close());
      expect(await register({ occ: typedWords(occ.command) }, false)).toEqual({ outcome: 'stopped' });
      expect(occ.calls.at(-1)).toEqual(['app_api:app:unregister', 'menage', '--force']);
      expect((await vault()).registration()).toBeNull();
      expect(steps).toEqual([]);
    });
  });

  it('refuses an open network before anything is asked, and a server that has no AppAPI', async () => {
    await withSmallWorkspace(worldOf('10.15.3'), {}, async (workspace) => {
      const { register } = setting(workspace);
      await expect(register({ place: placeIn('10.0.0.5') })).rejects.toThrow(/ssh .*-R/);
      expect(workspace.server.counters.requests).toBe(0);
      await expect(register()).rejects.toThrow(/has no AppAPI \(Nextcloud has it since 30\)/);
    });
  });
});

describe('ending a registration', () => {
  it('waits for who pastes the command, and forgets once the server refuses', async () => {
    await withSmallWorkspace(worldOf(), {}, async (workspace) => {
      const { register, config, context, vault } = setting(workspace);
      await register();
      const patience = { everyMs: 20, allMs: 10_000 };
      const ended = await revokeApp(
        config,
        context,
        { ...BASE, patience },
        {
          ...UNWATCHED,
          awaiting: ([words = []]) => void setTimeout(() => void workspace.server.occ(words), 50),
        },
      );
      expect(ended).toBe('revoked');
      expect((await vault()).registration()).toBeNull();
      expect(await revokeApp(config, context, BASE, UNWATCHED)).toBe('none');
    });
  });

  it('keeps it in the vault while the server still accepts it', async () => {
    await withSmallWorkspace(worldOf(), {}, async (workspace) => {
      const { register, config, context, vault } = setting(workspace);
      await register();
      const elsewhere = { ...BASE, occ: ['true'], patience: { everyMs: 1, allMs: 1 } };
      await expect(revokeApp(config, context, elsewhere, UNWATCHED)).rejects.toThrow(
        /still accepts the registration/,
      );
      expect((await vault()).registration()).not.toBeNull();
    });
  });

  it('says what occ said where it failed, also where the vault holds none', async () => {
    await withSmallWorkspace(worldOf(), {}, async (workspace) => {
      const { register, config, context, vault } = setting(workspace);
      const results = [{ code: 1, stdout: 'Nextcloud is in maintenance mode', stderr: '' }];
      const occ = await startOcc({ occ: async (words) => results.pop() ?? workspace.server.occ(words) });
      onTestFinished(() => occ.close());
      const order = { ...BASE, occ: typedWords(occ.command), patience: { everyMs: 1, allMs: 1 } };
      await expect(revokeApp(config, context, order, UNWATCHED)).rejects.toThrow(
        /^occ app_api:app:unregister ended with “Nextcloud is in maintenance mode”\. Run it by hand/,
      );
      expect(await revokeApp(config, context, order, UNWATCHED)).toBe('none');
      await register();
      results.push({ code: 1, stdout: 'no', stderr: '' });
      await expect(revokeApp(config, context, order, UNWATCHED)).rejects.toThrow(
        /ended with “no”\. .*still accepts/,
      );
      await (await vault()).putRegistration(null);
      expect(await revokeApp(config, context, order, UNWATCHED)).toBe('cleared');
    });
  });
});

describe('the last request of Nextcloud, which bears the secret', () => {
  /** A registration at a port that can be taken again. */
  const registeredAt = async (
    work: (
      one: ReturnType<typeof setting> & { readonly occ: Occ; readonly place: ListenPlace },
      port: number,
    ) => Promise<void>,
  ) =>
    withSmallWorkspace(worldOf(), {}, async (workspace) => {
      const one = setting(workspace);
      const occ = await startOcc(workspace.server);
      onTestFinished(() => occ.close());
      const port = await freePort();
      const place = placeIn(`127.0.0.1:${port}`);
      await one.register({ place, occ: typedWords(occ.command) }, false);
      await work({ ...one, occ, place }, port);
    });

  it('is answered by us while the registration ends', async () => {
    await registeredAt(async ({ config, context, occ, place }) => {
      await revokeApp(config, context, { ...BASE, place, occ: typedWords(occ.command) }, UNWATCHED);
      expect(occ.printed.at(-1)).toMatch(/successfully disabled\.\n.*successfully unregistered\./);
    });
  });

  it('is handed to no other program unseen: our own occ is not run, who pastes is warned', async () => {
    await registeredAt(async ({ config, context, occ, place, vault }, port) => {
      const thief = createServer().listen(port, '127.0.0.1');
      onTestFinished(() => void thief.close());
      await once(thief, 'listening');
      const calls = occ.calls.length;
      const order = { ...BASE, place };
      await expect(
        revokeApp(config, context, { ...order, occ: typedWords(occ.command) }, UNWATCHED),
      ).rejects.toThrow(/another program listens there already: .*Nothing was done/);
      expect(occ.calls).toHaveLength(calls);
      const warnings: string[] = [];
      const patience = { everyMs: 1, allMs: 1 };
      await expect(
        revokeApp(
          config,
          context,
          { ...order, patience },
          { ...UNWATCHED, exposed: (text) => void warnings.push(text) },
        ),
      ).rejects.toThrow(/still accepts/);
      expect(warnings).toEqual([expect.stringMatching(/sends the secret there once more/)]);
      expect((await vault()).registration()).not.toBeNull();
    });
  });
});

describe('who can be read now', () => {
  it('is counted by right, without those who never logged in or declined; one root is read', async () => {
    await withSmallWorkspace(worldOf(), {}, async (workspace) => {
      const { register, config, context, vault } = setting(workspace);
      const made = await register();
      if (made.outcome === 'stopped') throw new Error('stopped');
      const own = await vault();
      await own.remove(
        own
          .list()
          .map(({ member }) => member)
          .filter((member) => member !== 'bob'),
      );
      const asked = { ...config, members: { ...config.members, declined: ['carla'] } };
      expect(await readableNow(asked, context, made.registration)).toEqual({
        members: 4,
        byRegistration: 1,
        byOwn: 1,
        neverLoggedIn: 1,
        declined: 1,
        trial: { member: 'alice', problem: null },
      });
      expect(workspace.server.homesMade()).toEqual([]);
    });
  });
});
