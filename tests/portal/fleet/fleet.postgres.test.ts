import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { openFleet } from '../../../src/app/fleet/registry.ts';
import { checkOptions } from '../../../src/app/open.ts';
import { cookieId } from '../../../src/app/portal/flow/cookie-id.ts';
import { loadFleetConfig } from '../../../src/config/fleet.ts';
import { openLog } from '../../../src/log.ts';
import { memberId } from '../../../src/model/ids.ts';
import { startPortals } from '../../../src/portal/fleet/serve.ts';
import { pauseInstance } from '../../../src/store/fleet/instances.ts';
import { openStore } from '../../../src/store/open.ts';
import { MAIN } from '../../helpers/cli.ts';
import { portalFleet } from '../../helpers/portal-fleet.ts';
import { makeDatabase } from '../../helpers/postgres.ts';
import { rawRequest } from '../../helpers/raw-request.ts';

const NOW = Date.UTC(2026, 10, 30);

function ask(address: string, url: string, cookie?: string) {
  const { pathname, host } = new URL(url);
  const line = cookie === undefined ? '' : `Cookie: __Host-menage=${cookie}\r\n`;
  return rawRequest(address, `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\n${line}Connection: close\r\n\r\n`);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const begun = performance.now(); !(await holds()); await pause(50))
    if (performance.now() - begun > 20_000) throw new Error('it did not come to it');
}

it('serves what the registry holds, as it changes, each in a schema of its own', async () => {
  const files = portalFleet(await makeDatabase());
  files.put('aube', 'https://aube.example.org');
  files.put('brise', 'https://brise.example.org');
  const config = loadFleetConfig(files.config, checkOptions());
  const context = {
    ...{
      environment: {},
      log: openLog({ level: 'warn', format: 'json' }, { write: () => true }),
      now: () => NOW,
    },
    stop: new AbortController().signal,
  };
  const fleet = await openFleet(config, context);
  const { address, places, close } = await startPortals(fleet.list, config.portal, context, {
    ...{ refreshMs: 50, lookMs: 50 },
  });
  onTestFinished(async () => {
    await close();
    await fleet.close();
  });
  const statusOf = async (name: string, cookie?: string) =>
    (await ask(address, `https://${name}.example.org/${cookie === undefined ? '' : 'me/mails'}`, cookie))
      .status;
  expect(places().map(({ name }) => name)).toEqual(['aube', 'brise']);
  expect([await statusOf('aube'), await statusOf('brise'), await statusOf('crue')]).toEqual([200, 200, 421]);

  const [aube] = await fleet.list();
  if (aube?.place == null) throw new Error('no instance');
  const store = await openStore(aube.place);
  const value = randomBytes(32).toString('base64url');
  const session = { id: cookieId(value), member: memberId('anna'), browser: '', begunAt: NOW, seenAt: NOW };
  await store.portal.sessions.begin(session, 5);
  await store.close();
  expect([await statusOf('aube', value), await statusOf('brise', value)]).toEqual([200, 303]);

  files.put('crue', 'https://crue.example.org');
  await until(async () => (await statusOf('crue')) === 200);
  await pauseInstance(fleet.database, aube.name, NOW);
  await until(async () => (await statusOf('aube')) === 503);
  expect(await statusOf('brise')).toBe(200);
  await pauseInstance(fleet.database, aube.name, null);
  await until(async () => (await statusOf('aube', value)) === 200);
});

it('is what "menage serve" does by the config of a fleet, until it is asked to end', async () => {
  const files = portalFleet(await makeDatabase());
  files.put('aube', 'https://aube.example.org');
  files.put('brise', 'https://many.example.org/brise');
  const program = spawn(process.execPath, [MAIN, 'serve', '--config', files.config], {
    env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'] },
  });
  onTestFinished(() => void program.kill('SIGKILL'));
  let err = '';
  program.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const address = () => /portals of 2 instances listen at (\S+)/.exec(err)?.[1] ?? null;
  await until(async () => address() !== null);
  for (const [url, name] of [
    ['https://aube.example.org/', 'aube'],
    ['https://many.example.org/brise/', 'brise'],
  ] as const)
    expect((await ask(address() ?? '', url)).body).toContain(`>${name}</a>`);
  program.kill('SIGTERM');
  const [code] = await once(program, 'exit');
  expect([code, err.includes('ERROR')]).toEqual([0, false]);
});
