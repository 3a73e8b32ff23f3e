import { afterEach, expect, it } from 'vitest';
import type { AppContext } from '../../../src/app/context.ts';
import { handleJob, type WorkerSetting } from '../../../src/app/worker/handle-job.ts';
import { knownInstances, schedulesOf } from '../../../src/app/worker/instances.ts';
import { openInstances } from '../../../src/app/worker/open-instances.ts';
import { openLog } from '../../../src/log.ts';
import { instanceName } from '../../../src/model/ids.ts';
import type { Job, Purpose } from '../../../src/queue/job.ts';
import { openQueue } from '../../../src/queue/queue.ts';
import { pauseInstance } from '../../../src/store/fleet/instances.ts';
import { lastOutcomes } from '../../../src/store/fleet/outcomes.ts';
import { openSlots } from '../../../src/store/fleet/slots.ts';
import { connectWorker } from '../../../src/store/fleet/worker-connection.ts';
import { cloud, host, put } from '../../helpers/fleet-host.ts';

const LYON = instanceName('lyon');
const MINUTE_MS = 60_000;
const close: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of close.splice(0).reverse()) await one();
});

/** A worker of a fleet of one instance, and what it logged. */
async function workerFor(config: string, more = '') {
  const { folder, fleet } = await host('clouds', more);
  put(folder, 'lyon.yaml', config);
  let log = '';
  const context: AppContext & { readonly log: ReturnType<typeof openLog> } = {
    environment: { HOME: folder },
    now: () => Date.now(),
    stop: new AbortController().signal,
    log: openLog({ level: 'info', format: 'json' }, { write: (text) => (log += text) }),
  };
  const [queue, connection] = [
    await openQueue(fleet.place),
    await connectWorker(fleet.place, { version: '1.0.0', now: context.now }),
  ];
  const slots = openSlots(fleet.place, { worker: 'test', onLost: () => {} });
  const open = openInstances(context);
  close.push(
    () => queue.close(),
    () => connection.close(),
    () => slots.close(),
    () => open.close(),
  );
  const setting: WorkerSetting = {
    ...{ fleet, open, queue, connection, slots, context },
    instances: knownInstances(fleet),
  };
  return { setting, fleet, queue, folder, log: () => log };
}

const inventory = (purpose: Purpose): Job => ({ kind: 'inventory', instance: LYON, purpose });

it('keeps mails that fell due while their instance was paused, and no reading', async () => {
  const { setting, fleet, queue } = await workerFor(cloud('lyon'));
  await setting.instances.list();
  await pauseInstance(fleet.database, LYON, 1);
  setting.instances.forget();
  expect(schedulesOf(await setting.instances.list())).toMatchObject([{ purpose: 'mails' }]);
  await handleJob(setting, inventory('reading'), '1');
  expect(await queue.list()).toEqual([]);
  await handleJob(setting, inventory('mails'), '2');
  expect(await queue.list()).toMatchObject([{ kind: 'inventory', state: 'waiting', tries: 0 }]);
});

it('tries mails again that could not begin for something to be corrected, and says what', async () => {
  const { setting, fleet, queue, log } = await workerFor('server: {');
  await handleJob(setting, inventory('reading'), '1');
  expect(await queue.list()).toEqual([]);
  await handleJob(setting, inventory('mails'), '2');
  const [job] = await queue.list();
  expect(job).toMatchObject({ kind: 'inventory', state: 'waiting', tries: 0 });
  expect((job?.dueAt ?? 0) - Date.now()).toBeGreaterThan(50 * MINUTE_MS);
  expect(await lastOutcomes(fleet.database)).toMatchObject([
    { purpose: 'mails', problem: expect.stringMatching(/lyon.yaml/) },
    { purpose: 'reading', problem: expect.stringMatching(/lyon.yaml/) },
  ]);
  expect(log()).toMatch(/lyon\.yaml/);
});

it('logs why the host could not be alerted, and goes on', async () => {
  const mail = '{ from: "a@example.org", transport: "smtp://127.0.0.1:1", passwordFile: none }';
  const { setting, log } = await workerFor(
    cloud('lyon'),
    `alerts: { mails: [host@example.org], mail: ${mail} }\n`,
  );
  await handleJob(setting, { kind: 'alert' }, '1');
  expect(log()).toMatch(/The host was not alerted: .*none/);
});

it('drops no job of an instance that was added a moment ago', async () => {
  const { setting, queue, folder } = await workerFor(cloud('lyon'));
  await setting.instances.list();
  put(folder, 'paris.yaml', 'server: {');
  await handleJob(setting, { kind: 'inventory', instance: instanceName('paris'), purpose: 'mails' }, '1');
  expect(await queue.list()).toMatchObject([{ instance: 'paris', kind: 'inventory' }]);
});
