import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StoreAwayError } from '../../../src/model/errors.ts';
import type { Database } from '../../../src/store/database/database.ts';
import { fleetPlace, openFleetDatabase } from '../../../src/store/fleet/migrate.ts';
import {
  connectWorker,
  removeDeadWorkers,
  type WorkerConnection,
} from '../../../src/store/fleet/worker-connection.ts';
import { acquireLock, openStore } from '../../../src/store/open.ts';
import { ask, makeDatabase, placeOf, withSchema } from '../../helpers/postgres.ts';

let address: string;
let fleet: Database;
const close: (() => Promise<void>)[] = [];

beforeEach(async () => {
  address = await makeDatabase();
  fleet = await openFleetDatabase(placeOf(address));
  close.push(() => fleet.close());
});
afterEach(async () => {
  for (const one of close.splice(0).reverse()) await one();
});

async function connect(): Promise<WorkerConnection> {
  const connection = await connectWorker(fleetPlace(placeOf(address)), {
    version: '1.2.3',
    now: () => 1_000,
  });
  close.push(() => connection.close());
  return connection;
}

/** As a killed process leaves it. */
async function cut(connection: WorkerConnection): Promise<void> {
  const isLost = once(connection.lost, 'abort');
  await ask(
    address,
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'menage worker' AND datname = current_database()",
  );
  await isLost;
}

/** A store, and a lock that a command by hand would take. */
async function storeBeside(schema: string) {
  const place = placeOf(withSchema(address, schema));
  const store = await openStore(place);
  close.push(() => store.close());
  return () => acquireLock(place, 'menage run', 0);
}

it('gives the lock of a store to one alone, or to several who share it', async () => {
  await storeBeside('menage_a');
  const [one, two] = [await connect(), await connect()];
  const shared = [
    await one.lock('menage_a', 'shared'),
    await one.lock('menage_a', 'shared'),
    await two.lock('menage_a', 'shared'),
  ];
  expect(shared).not.toContain(null);
  expect(await two.lock('menage_a', 'alone')).toBe(null);
  expect(await one.lock('menage_b_none', 'shared')).not.toBe(null);
  for (const lock of shared) await lock?.release();
  const alone = await two.lock('menage_a', 'alone');
  expect(alone).not.toBe(null);
  // Not even the one that has it gets it once more.
  expect(await two.lock('menage_a', 'alone')).toBe(null);
  expect(await two.lock('menage_a', 'shared')).toBe(null);
  expect(await one.lock('menage_a', 'shared')).toBe(null);
  await alone?.release();
  expect(await one.lock('menage_a', 'alone')).not.toBe(null);
});

it('keeps a run by hand away meanwhile, and is kept away by one', async () => {
  const byHand = await storeBeside('menage_a');
  const worker = await connect();
  const lock = await worker.lock('menage_a', 'alone');
  await expect(byHand()).rejects.toThrow(/"menage worker" \(process \d+ on .*\) is working with/);
  await lock?.release();
  const other = await byHand();
  expect(await worker.lock('menage_a', 'shared')).toBe(null);
  await other.release();
});

it('takes a worker for dead when its connection has ended, and frees its locks', async () => {
  await storeBeside('menage_a');
  const [one] = [await connect()];
  await one.noteQueueName('worker-one');
  await one.noteQueueName('worker-two');
  expect(await one.lock('menage_a', 'alone')).not.toBe(null);
  const names = async () => {
    await removeDeadWorkers(fleet);
    return (await fleet.all('SELECT queue_names FROM workers')).map(({ queue_names }) => queue_names);
  };
  expect(await names()).toEqual([['worker-one', 'worker-two']]);
  await cut(one);
  const two = await connect();
  expect(await names()).toEqual([[]]);
  expect(await two.lock('menage_a', 'alone')).not.toBe(null);
});

it('says of a database that is away that it is away', async () => {
  const one = await connect();
  await cut(one);
  expect(one.lost.reason).toBeInstanceOf(StoreAwayError);
  await expect(one.lock('menage_a', 'alone')).rejects.toBeInstanceOf(StoreAwayError);
  await expect(one.noteQueueName('worker-one')).rejects.toBeInstanceOf(StoreAwayError);
  const nothing = { ...placeOf(address), config: { ...placeOf(address).config, port: 1 } };
  await expect(connectWorker(nothing, { version: '1.2.3', now: () => 1_000 })).rejects.toThrow(
    /Cannot use the store .* \(connect ECONNREFUSED/,
  );
});

it('leaves nothing behind when it ends in order', async () => {
  const one = await connect();
  await one.close();
  expect(await ask(address, 'SELECT id FROM menage_fleet.workers')).toEqual([]);
});

it('keeps no lock of which it was not told that it has it', async () => {
  const [one, two] = [await connect(), await connect()];
  // Whom it is held by cannot be noted where there is no store; the lock was given all the same.
  await expect(one.lock('menage_gone', 'alone')).rejects.toThrow(/run_holder/);
  const held = await ask(
    address,
    `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = hashtext('menage run')::oid
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  expect(held).toEqual([]);
  await storeBeside('menage_gone');
  expect(await two.lock('menage_gone', 'alone')).not.toBeNull();
});
