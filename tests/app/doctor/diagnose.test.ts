import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/app/doctor/diagnose.ts';
import type { Diagnosis } from '../../../src/app/doctor/diagnosis.ts';
import { vaultOf } from '../../../src/app/open.ts';
import { configOf } from '../../../src/cli/config.ts';
import { contextOf } from '../../../src/cli/context.ts';
import type { DemoServer } from '../../../src/demo/nextcloud/server.ts';
import { writePrivate } from '../../../src/files/write.ts';
import { secret } from '../../../src/model/secret.ts';
import { registerApp } from '../../helpers/appapi.ts';
import { bodyOf, type Loopback, onLoopback, passOn } from '../../helpers/loopback.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../../helpers/world.ts';

const DAY = 24 * 60 * 60_000;

/** A workspace with a registration beside the app passwords; what is asked as menage goes through `front` first. */
async function registered(
  front: (asked: IncomingMessage) => number | null,
  check: (examine: () => Promise<readonly Diagnosis[]>, server: DemoServer, file: string) => Promise<void>,
): Promise<void> {
  await withSmallWorkspace(smallWorld(), {}, async ({ folder, server }) => {
    const proxy = await startFront(server.url, front);
    try {
      const file = join(folder, 'menage.yaml');
      writePrivate(file, readFileSync(file, 'utf8').replace(server.url, proxy.url));
      const context = contextOf({ config: file, quiet: true }, new AbortController().signal);
      const { secret: text } = await registerApp(server);
      await (await vaultOf(configOf(context), context)).putRegistration({
        secret: secret(text),
        registeredAt: NOW,
      });
      await check(() => diagnose(configOf(context), { ...context, now: () => NOW }, undefined), server, file);
    } finally {
      await proxy.close();
    }
  });
}

/** Refuses, as a web server does, what `front` gives a status for. */
function startFront(target: string, front: (asked: IncomingMessage) => number | null): Promise<Loopback> {
  const handOn: RequestListener = async (asked, response) => {
    const status = front(asked);
    const body = await bodyOf(asked);
    if (status !== null) return response.writeHead(status).end('<html><h1>403 Forbidden</h1></html>');
    return passOn(target, asked, body, response, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
  };
  return onLoopback(createServer(handOn));
}

const refusesContents = ({ method, url = '', headers }: IncomingMessage) =>
  headers['ex-app-id'] === 'menage' && method === 'GET' && url.startsWith('/remote.php/') ? 403 : null;
const refusesNothing = () => null;
const rule = (rows: readonly Diagnosis[]) => rows.filter(({ what }) => what === 'read-only rule');

describe('a diagnosis of the read-only rule', () => {
  it('says that it stands, by one GET as an account that exists', () =>
    registered(refusesContents, async (examine) => {
      expect(rule(await examine())).toMatchObject([{ state: 'ok', remedy: null }]);
    }));

  it('warns where it is absent, and names the command that prints it', () =>
    registered(refusesNothing, async (examine, server) => {
      expect(rule(await examine())).toMatchObject([
        { state: 'warning', remedy: expect.stringContaining('credentials appapi --proxy-rule nginx') },
      ]);
      const contents = server.impersonationLog().filter(({ method }) => method === 'GET');
      expect(contents).toMatchObject([
        { uid: 'admin', path: '/remote.php/dav/files/menage-proxy-rule/no-such-file' },
      ]);
    }));

  it('does not know it where the registration was ended, nor asks where it is not used', () =>
    registered(refusesNothing, async (examine, server, file) => {
      await server.occ(['app_api:app:unregister', 'menage', '--force']);
      expect(rule(await examine())).toMatchObject([
        { state: 'warning', detail: expect.stringMatching(/^not known: /) },
      ]);
      writePrivate(file, readFileSync(file, 'utf8').replace('credentials:', 'credentials:\n  use: [own]'));
      expect(rule(await examine())).toEqual([]);
    }));
});

describe('a diagnosis', () => {
  it('finds a sound workspace in order, and says whose fault it is where it is not', async () => {
    await withSmallWorkspace(smallWorld(), {}, async ({ folder }) => {
      const config = join(folder, 'menage.yaml');
      const context = contextOf({ config, quiet: true }, new AbortController().signal);
      const failures = async (changes: Partial<typeof context>) =>
        (await diagnose(configOf(context), { ...context, now: () => NOW, ...changes }, 'alice')).filter(
          ({ state }) => state === 'failure',
        );
      expect(await failures({})).toEqual([]);
      expect(await failures({ now: () => NOW + 3 * DAY })).toMatchObject([
        { what: 'clock', fault: 'server' },
      ]);
      writePrivate(configOf(context).credentials.keyFile ?? '', 'too short');
      expect(await failures({})).toMatchObject([{ what: 'vault key', fault: 'ours' }]);
    });
  });

  it('says by which right members are read, and reads one by AppAPI without noting a login', async () => {
    const members = { alice: {}, bob: {}, carla: {}, dora: { lastLogin: null } };
    const declined = { members: { declined: ['carla'] }, credentials: {} };
    await withSmallWorkspace(
      smallWorld({ members }),
      { appApi: { own: ['alice'] }, sections: declined },
      async ({ folder }) => {
        const config = join(folder, 'menage.yaml');
        const context = contextOf({ config, quiet: true }, new AbortController().signal);
        const rowOf = async (uid: string, what: string) =>
          (await diagnose(configOf(context), context, uid)).find((row) => row.what === what);
        expect((await rowOf('bob', 'app passwords of members'))?.detail).toMatch(
          /^1 in .*; by AppAPI: 1; declined: 1; never logged in: 1$/,
        );
        expect(await rowOf('bob', 'bob')).toMatchObject({
          state: 'ok',
          detail: expect.stringMatching(/^the tree can be read by AppAPI/),
        });
        expect(await rowOf('carla', 'carla')).toMatchObject({
          state: 'warning',
          detail: 'The member declined.',
        });
      },
    );
  });

  it('names what it looked at, the member that was to be tried among it', async () => {
    await withSmallWorkspace(smallWorld(), {}, async ({ folder }) => {
      const config = join(folder, 'menage.yaml');
      const context = contextOf({ config, quiet: true }, new AbortController().signal);
      const rows = await diagnose(configOf(context), context, 'alice');
      expect(rows.map(({ what }) => what)).toEqual([
        ...['config', 'server', 'clock', 'administrator', 'groups', 'brute-force protection'],
        ...['vault key', 'app passwords of members', 'alice', 'store', 'disk', 'mail'],
      ]);
    });
  });
});
