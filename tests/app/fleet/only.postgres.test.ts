import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { eraseInstance } from '../../../src/app/fleet/erase.ts';
import { type Fleet, openFleet } from '../../../src/app/fleet/registry.ts';
import { loadFleetConfig } from '../../../src/config/fleet.ts';
import { NotOursError } from '../../../src/model/errors.ts';
import { ownedSchemas } from '../../../src/store/fleet/schemas.ts';
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

it('may get another address or another schema, and who began before that ends', async () => {
  const before = await only('one', 'menage_one');
  expect(await problemsOf(before)).toEqual(USABLE);
  expect(await problemsOf(await only('one', 'menage_copied'))).toEqual(USABLE);
  expect(await problemsOf(await only('renamed', 'menage_copied'))).toEqual(USABLE);
  await expect(before.list()).rejects.toThrow(NotOursError);
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
  const waiting = await problemsOf(fleet);
  expect(waiting).toEqual({ menage: expect.stringMatching(/lyon.example.org.* takes over what it stored/) });
  put(folder, 'brest.yaml', cloud('brest', `store: "${fleet.config.store}?schema=menage"\n`));
  expect(await problemsOf(fleet)).toMatchObject({ brest: expect.stringMatching(/is that of "menage"/) });
  put(folder, 'lyon.yaml', cloud('lyon', `store: "${fleet.config.store}?schema=menage"\n`));
  expect(await problemsOf(fleet)).toEqual({
    brest: expect.stringMatching(/is that of "lyon"/),
    lyon: null,
  });
  expect((await fleet.get('lyon'))?.place?.schema).toBe('menage');
  await expect(before.list()).rejects.toThrow(NotOursError);
  const brest = (await fleet.get('brest')) ?? none();
  expect(await eraseInstance(fleet, brest, contextWith([]))).toMatchObject({ schemas: [] });
});

function none(): never {
  throw new Error('there is none');
}
