import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { eraseInstance } from '../../../src/app/fleet/erase.ts';
import { type Fleet, openFleet } from '../../../src/app/fleet/registry.ts';
import { checkOptions } from '../../../src/app/open.ts';
import { handleJob } from '../../../src/app/worker/handle-job.ts';
import { knownInstances } from '../../../src/app/worker/instances.ts';
import {
  type OpenInstances,
  type OpenInstancesOptions,
  openInstances,
  type UsableInstance,
} from '../../../src/app/worker/open-instances.ts';
import { loadFleetConfig } from '../../../src/config/fleet.ts';
import { openVault } from '../../../src/credentials/vault.ts';
import { openLog } from '../../../src/log.ts';
import { OutdatedError } from '../../../src/model/errors.ts';
import { memberId, runId } from '../../../src/model/ids.ts';
import { secret } from '../../../src/model/secret.ts';
import { openSlots } from '../../../src/store/fleet/slots.ts';
import { connectWorker } from '../../../src/store/fleet/worker-connection.ts';
import { openTestFleet, type TestFleet } from '../../helpers/fleet.ts';
import { smallWorld } from '../../helpers/world.ts';

const NAMES = ['lyon', 'metz', 'nice'] as const;
let tests: TestFleet;
let fleet: Fleet;
let opened: OpenInstances[] = [];
let lines: string[] = [];
const context = {
  environment: {},
  now: Date.now,
  stop: new AbortController().signal,
  log: openLog({ level: 'warn', format: 'text' }, { write: (line) => lines.push(line) }),
};

beforeEach(async () => {
  const worlds = Object.fromEntries(NAMES.map((name) => [name, smallWorld({ members: { anna: {} } })]));
  tests = await openTestFleet({ worlds });
  fleet = await openFleet(loadFleetConfig(`${tests.folder}/fleet.yaml`, checkOptions()), context);
  lines = [];
}, 60_000);
afterEach(async () => {
  for (const one of opened) await one.close();
  opened = [];
  await fleet.close();
  await tests.close();
});

function open(options?: OpenInstancesOptions): OpenInstances {
  const one = openInstances(context, options);
  opened.push(one);
  return one;
}

async function instance(name: (typeof NAMES)[number]): Promise<UsableInstance> {
  const found = await fleet.get(name);
  if (found?.config == null || found.place === null) throw new Error(found?.problem ?? 'no instance');
  return { ...found, config: found.config, place: found.place };
}

function folder(name: string): string {
  return join(tests.folder, 'instances', name);
}

/** What a job is lent. */
const lent = (from: OpenInstances, one: UsableInstance) => from.lend(one, async (it) => it);

it('lends the store and the vault of one job to the next of the same instance, and of no other', async () => {
  const from = open();
  const lyon = await instance('lyon');
  const first = await lent(from, lyon);
  expect(await lent(from, await instance('lyon'))).toBe(first);
  expect(await first.vault()).toBe(await first.vault());
  const metz = await lent(from, await instance('metz'));
  await first.store.runs.start(1);
  expect(await metz.store.runs.list()).toEqual([]);
  expect(await metz.vault()).not.toBe(await first.vault());
});

it('opens an instance anew whose config changed', async () => {
  const from = open();
  const before = await lent(from, await instance('lyon'));
  appendFileSync(join(folder('lyon'), 'menage.yaml'), '# changed\n');
  const after = await lent(from, await instance('lyon'));
  expect(after).not.toBe(before);
  expect(from.size()).toBe(1);
  expect(await after.store.runs.list()).toEqual([]);
});

it('opens an instance anew after a job of it failed, once the others that use it have ended', async () => {
  const from = open();
  const lyon = await instance('lyon');
  let end = () => {};
  const long = from.lend(lyon, async ({ store }) => {
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    return store.runs.list();
  });
  const failed = from.lend(lyon, async ({ store }) => {
    await store.runs.list();
    throw new Error('broken');
  });
  await expect(failed).rejects.toThrow('broken');
  expect(from.size()).toBe(0);
  await lent(from, lyon);
  end();
  expect(await long).toEqual([]);
});

it('sees what others wrote into the vault, and another key', async () => {
  const from = open();
  const lyon = await instance('lyon');
  const { vault } = await lent(from, lyon);
  const first = await vault();
  const [path, keyFile] = [join(folder('lyon'), 'menage.vault'), join(folder('lyon'), 'key')];
  const other = await openVault({ path, key: secret(readFileSync(keyFile, 'utf8')) });
  await other.remove([memberId('anna')]);
  expect(await vault()).toBe(first);
  expect(first?.get(memberId('anna'))).toBeNull();
  writeFileSync(keyFile, 'a wrong passphrase of some length', { mode: 0o600 });
  await expect(vault()).rejects.toThrow(/key/);
  rmSync(path);
  expect(await vault()).toBeNull();
});

it('keeps no more open than it may, those that were used last, and none for long', async () => {
  const from = open({ most: 2 });
  const [lyon, metz, nice] = [await instance('lyon'), await instance('metz'), await instance('nice')];
  const first = await lent(from, lyon);
  const second = await lent(from, metz);
  await from.lend(nice, async () => {
    expect(from.size()).toBe(3);
  });
  expect(from.size()).toBe(2);
  expect(await lent(from, metz)).toBe(second);
  expect(await lent(from, lyon)).not.toBe(first);
  const shortly = open({ idleMs: 1 });
  await lent(shortly, lyon);
  await vi.waitFor(() => expect(shortly.size()).toBe(0));
});

it('lets an instance go whose store was erased or brought up to date meanwhile', async () => {
  const from = open();
  const lyon = await instance('lyon');
  await lent(from, lyon);
  expect(await from.stands(lyon.name)).toBe(true);
  await fleet.database.exec(`UPDATE "${lyon.place.schema}".schema_version SET version = version + 1`);
  expect(await from.stands(lyon.name)).toBe(false);
  expect(from.size()).toBe(0);
  await expect(lent(from, lyon)).rejects.toThrow(OutdatedError);
  const metz = await instance('metz');
  await lent(from, metz);
  await eraseInstance(fleet, metz, context);
  expect(await from.stands(metz.name)).toBe(false);
});

it('does no job of an instance that was erased a moment ago, and makes it no store', async () => {
  const connection = await connectWorker(fleet.place, { version: 'test', now: Date.now });
  const slots = openSlots(fleet.place, { worker: 'test', onLost: () => {} });
  const from = open();
  const setting = {
    ...{
      fleet,
      instances: knownInstances(fleet),
      open: from,
      queue: tests.queue,
      connection,
      slots,
      context,
    },
  };
  const lyon = await instance('lyon');
  const job = { kind: 'judge', instance: lyon.name, run: runId(1), purpose: 'reading' } as const;
  await handleJob(setting, job, '1');
  expect(from.size()).toBe(1);
  await eraseInstance(fleet, lyon, context);
  await handleJob(setting, job, '2');
  expect(lines.join('')).toContain('The fleet has no such instance any more');
  expect(await fleet.database.all('SELECT 1 FROM pg_namespace WHERE nspname = ?', lyon.place.schema)).toEqual(
    [],
  );
  await slots.close();
  await connection.close();
});
