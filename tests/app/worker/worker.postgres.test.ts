import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openFleet } from '../../../src/app/fleet/registry.ts';
import { runWorker } from '../../../src/app/worker/worker.ts';
import { loadFleetConfig } from '../../../src/config/fleet.ts';
import { openLog } from '../../../src/log.ts';
import { NotOursError } from '../../../src/model/errors.ts';
import { instanceName } from '../../../src/model/ids.ts';
import { openQueue } from '../../../src/queue/queue.ts';
import { noteInstances } from '../../../src/store/fleet/instances.ts';
import { cloud } from '../../helpers/fleet-host.ts';
import { makeDatabase } from '../../helpers/postgres.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

it('ends once the jobs of its database are those of a fleet, and leaves them as they are', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder('only');
  const file = join(folder, 'menage.yaml');
  writeFileSync(file, `${cloud('one')}store: ${await makeDatabase()}\n`, { mode: 0o600 });
  let log = '';
  const stop = new AbortController();
  const context = {
    ...{ environment: { HOME: folder }, now: () => Date.now(), stop: stop.signal },
    log: openLog({ level: 'info', format: 'json' }, { write: (text) => (log += text) }),
  };
  const fleet = await openFleet(loadFleetConfig(file, {}), context);
  const queue = await openQueue(fleet.place);
  onTestFinished(async () => {
    stop.abort();
    await queue.close();
    await fleet.close();
  });
  const ended = runWorker(fleet, context, { version: '1.0.0', once: false }).catch((error: unknown) => error);
  await vi.waitFor(() => expect(log).toMatch(/Ready/), 20_000);
  const lyon = instanceName('lyon');
  await noteInstances(fleet.database, [lyon], 1);
  await queue.add({ kind: 'inventory', instance: lyon, purpose: 'mails' });
  expect(await ended).toBeInstanceOf(NotOursError);
  expect(await queue.list()).toMatchObject([
    { instance: 'lyon', state: 'waiting', tries: 0, lastError: null },
  ]);
});
