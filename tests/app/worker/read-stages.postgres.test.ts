import { expect, it, onTestFinished } from 'vitest';
import { openFleet } from '../../../src/app/fleet/registry.ts';
import { checkOptions, existingVaultOf } from '../../../src/app/open.ts';
import type { JobSetting } from '../../../src/app/worker/job-setting.ts';
import { inventory } from '../../../src/app/worker/read-stages.ts';
import { loadFleetConfig } from '../../../src/config/fleet.ts';
import { openLog } from '../../../src/log.ts';
import { openSlots } from '../../../src/store/fleet/slots.ts';
import { openStore } from '../../../src/store/open.ts';
import { openTestFleet } from '../../helpers/fleet.ts';
import { ask } from '../../helpers/postgres.ts';
import { smallWorld } from '../../helpers/world.ts';

/** What a worker gives a job of the one instance. */
async function fleetOfOne(): Promise<{ readonly setting: JobSetting; readonly address: string }> {
  const tests = await openTestFleet({ worlds: { lyon: smallWorld({ members: { anna: {} } }) } });
  const context = {
    environment: {},
    now: Date.now,
    stop: new AbortController().signal,
    log: openLog({ level: 'silent', format: 'text' }, { write: () => {} }),
  };
  const fleet = await openFleet(loadFleetConfig(`${tests.folder}/fleet.yaml`, checkOptions()), context);
  const instance = await fleet.get('lyon');
  if (instance?.config == null || instance.place === null)
    throw new Error(instance?.problem ?? 'no instance');
  const slots = openSlots(fleet.place, { worker: 'test', onLost: () => {} });
  const store = await openStore(instance.place);
  onTestFinished(async () => {
    await slots.close();
    await store.close();
    await fleet.close();
    await tests.close();
  });
  const { config } = instance;
  const sharedFor = (run: Parameters<JobSetting['sharedFor']>[0]) => slots.of(instance.name, run);
  const vault = () => existingVaultOf(config, context);
  const setting = {
    instance,
    config,
    store,
    vault,
    queue: tests.queue,
    sharedFor,
    noteEnd: async () => {},
    context,
  };
  return { setting, address: tests.address };
}

it('begins one run for one job, also where its worker was killed when the run had begun', async () => {
  const { setting } = await fleetOfOne();
  const job = { kind: 'inventory', instance: setting.instance.name, purpose: 'mails' } as const;
  expect(await inventory(setting, job, '1')).toEqual([]);
  expect(await inventory(setting, job, '1')).toEqual([]);
  expect(await setting.store.runs.list()).toHaveLength(1);
  expect(await setting.queue.list(setting.instance.name)).toMatchObject([{ kind: 'read' }]);
  // Another one has its turn afterwards.
  expect(await inventory(setting, job, '2')).toMatchObject([{ job }]);
}, 60_000);

it('begins none beside a run whose jobs a newer version queued', async () => {
  const { setting, address } = await fleetOfOne();
  const { name } = setting.instance;
  const payload = { instance: name, run: 1, batch: 0, batches: 1, purpose: 'reading' };
  await ask(address, "SELECT menage_queue.add_job('read.2', $1::json, job_key := $2)", [
    JSON.stringify(payload),
    `${name}:read:1:0`,
  ]);
  const job = { kind: 'inventory', instance: name, purpose: 'reading' } as const;
  expect(await inventory(setting, job, '1')).toEqual([]);
  expect(await setting.store.runs.list()).toEqual([]);
}, 60_000);
