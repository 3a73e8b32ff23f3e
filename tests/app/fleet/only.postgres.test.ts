import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { eraseInstance } from '../../../src/app/fleet/erase.ts';
import { type Fleet, openFleet } from '../../../src/app/fleet/registry.ts';
import { loadFleetConfig } from '../../../src/config/fleet.ts';
import { NotOursError } from '../../../src/model/errors.ts';
import { instanceName, runId } from '../../../src/model/ids.ts';
import { openQueue } from '../../../src/queue/queue.ts';
import { pauseInstance } from '../../../src/store/fleet/instances.ts';
import { ownedSchemas } from '../../../src/store/fleet/schemas.ts';
import { connectWorker } from '../../../src/store/fleet/worker-connection.ts';
import { cloud, contextWith, host, put } from '../../helpers/fleet-host.ts';
import { makeDatabase } from '../../helpers/postgres.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

let address: string;
beforeEach(async () => {
  address = await makeDatabase();
});

/** What a worker with the own config of a Nextcloud opens, whose store is in a schema of a database. */
async function only(name: string, schema: string, database = address): Promise<Fleet> {
  const file = join(temporaryFolder('only'), 'menage.yaml');
  writeFileSync(file, `${cloud(name)}store: "${database}?schema=${schema}"\n`, { mode: 0o600 });
  const opened = await openFleet(loadFleetConfig(file, {}), contextWith([]));
  onTestFinished(() => opened.close());
  return opened;
}

async function problemsOf(fleet: Fleet) {
  return Object.fromEntries((await fleet.list()).map(({ name, problem }) => [name, problem]));
}

const USABLE = { menage: null };

it('has the queue of its database for itself', async () => {
  const one = await only('one', 'menage_one');
  for (let time = 0; time < 2; time++) expect(await problemsOf(one)).toEqual(USABLE);
  await expect((await only('other', 'menage_other')).list()).rejects.toThrow(
    /those of https:\/\/one\.example\.org\/, whose store is in the schema menage_one/,
  );
  expect(await problemsOf(one)).toEqual(USABLE);
});

it('is let in alone where two begin at once', async () => {
  const both = [await only('one', 'menage_one'), await only('other', 'menage_other')];
  const listed = await Promise.allSettled(both.map((fleet) => fleet.list()));
  expect(listed.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const [first] = both;
  expect(await ownedSchemas(first?.database ?? none())).toHaveLength(1);
});

it('may get another address or another schema, but not while a worker is there', async () => {
  const before = await only('one', 'menage_one');
  expect(await problemsOf(before)).toEqual(USABLE);
  const worker = await connectWorker(before.place, { version: '1.0.0', now: () => 1 });
  onTestFinished(() => worker.close());
  // As another process.
  await before.database.run('UPDATE workers SET process = process + 1');
  await expect((await only('one', 'menage_copied')).list()).rejects.toThrow(/with all workers stopped/);
  await expect((await only('renamed', 'menage_one')).list()).rejects.toThrow(NotOursError);
  expect(await problemsOf(before)).toEqual(USABLE);
  await before.database.run('UPDATE workers SET process = process - 1');
  expect(await problemsOf(await only('one', 'menage_copied'))).toEqual(USABLE);
  expect(await problemsOf(await only('renamed', 'menage_copied'))).toEqual(USABLE);
});

it('is not let into a fleet, and leaves nothing there', async () => {
  const { folder, fleet } = await host();
  put(folder, 'lyon.yaml', cloud('lyon'));
  await fleet.list();
  const beside = await only('beside', 'menage', fleet.config.store);
  await expect(beside.list()).rejects.toThrow(/those of a fleet \("lyon"\)/);
  expect(await problemsOf(fleet)).toEqual({ lyon: null });
});

it('gives what it stored to the instance of a fleet that has its server', async () => {
  const { folder, fleet } = await host();
  const before = await only('lyon', 'menage', fleet.config.store);
  await before.list();
  await pauseInstance(before.database, instanceName('menage'), 5);
  const queue = await openQueue(before.place);
  onTestFinished(() => queue.close());
  await queue.add({ kind: 'deliver', instance: instanceName('menage'), run: runId(1) });
  await queue.add({ kind: 'inventory', instance: instanceName('menage'), purpose: 'reading' });
  put(folder, 'menage.yaml', cloud('menage'));
  const waiting = await problemsOf(fleet);
  expect(waiting).toEqual({ menage: expect.stringMatching(/lyon.example.org.* takes over what it stored/) });
  put(folder, 'brest.yaml', cloud('brest', `store: "${fleet.config.store}?schema=menage"\n`));
  expect(await problemsOf(fleet)).toMatchObject({ brest: expect.stringMatching(/is that of "menage"/) });
  put(folder, 'lyon.yaml', cloud('lyon', `store: "${fleet.config.store}?schema=menage"\n`));
  expect(await problemsOf(fleet)).toEqual({
    brest: expect.stringMatching(/is that of "lyon"/),
    lyon: null,
  });
  const lyon = (await fleet.get('lyon')) ?? none();
  expect(lyon.place?.schema).toBe('menage');
  expect(lyon.pausedAt).toBe(5);
  expect(await queue.list()).toMatchObject([{ instance: 'lyon', kind: 'inventory', state: 'waiting' }]);
  await expect(before.list()).rejects.toThrow(NotOursError);
  const brest = (await fleet.get('brest')) ?? none();
  expect(await eraseInstance(fleet, brest, contextWith([]))).toMatchObject({ schemas: [] });
});

function none(): never {
  throw new Error('there is none');
}
