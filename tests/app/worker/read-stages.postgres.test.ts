import { expect, it, onTestFinished } from 'vitest';
import { openFleet } from '../../../src/app/fleet/registry.ts';
import { checkOptions } from '../../../src/app/open.ts';
import type { JobSetting } from '../../../src/app/worker/job-setting.ts';
import { inventory } from '../../../src/app/worker/read-stages.ts';
import { loadFleetConfig } from '../../../src/config/fleet.ts';
import { openLog } from '../../../src/log.ts';
import { openSlots } from '../../../src/store/fleet/slots.ts';
import { openStore } from '../../../src/store/open.ts';
import { openTestFleet } from '../../helpers/fleet.ts';
import { smallWorld } from '../../helpers/world.ts';

/** What a worker gives a job of the one instance. */
async function jobSetting(): Promise<JobSetting> {
  const tests = await openTestFleet({ worlds: { lyon: smallWorld({ members: { anna: {} } }) } });
  const context = {
    environment: {},
    now: Date.now,
    stop: new AbortController().signal,
    log: openLog({ level: 'silent', format: 'text' }, { write: () => {} }),
  };
  const fleet = await openFleet(loadFleetConfig(`${tests.folder}/fleet.yaml`, checkOptions()), context);
  const instance = await fleet.get('lyon');
  if (instance?.config == null) throw new Error(instance?.problem ?? 'no instance');
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
  return { instance, config, store, queue: tests.queue, sharedFor, noteEnd: async () => {}, context };
}

it('begins one run for one job, also where its worker was killed when the run had begun', async () => {
  const setting = await jobSetting();
  const job = { kind: 'inventory', instance: setting.instance.name, purpose: 'mails' } as const;
  expect(await inventory(setting, job, '1')).toEqual([]);
  expect(await inventory(setting, job, '1')).toEqual([]);
  expect(await setting.store.runs.list()).toHaveLength(1);
  expect(await setting.queue.list(setting.instance.name)).toMatchObject([{ kind: 'read' }]);
  // Another one has its turn afterwards.
  expect(await inventory(setting, job, '2')).toMatchObject([{ job }]);
}, 60_000);
