import { afterEach, beforeEach, expect, it } from 'vitest';
import { instanceName, runId } from '../../src/model/ids.ts';
import { addJob } from '../../src/queue/add-job.ts';
import { openQueue, type Queue } from '../../src/queue/queue.ts';
import { openPostgres } from '../../src/store/database/postgres.ts';
import { ask, makeDatabase, placeOf, withSchema } from '../helpers/postgres.ts';

const ANTENNA = instanceName('antenna');
const OTHER = instanceName('antenna-2');
let address: string;
let queue: Queue;
const close: (() => Promise<void>)[] = [];

beforeEach(async () => {
  address = await makeDatabase();
  queue = await openQueue(placeOf(address));
  close.push(() => queue.close());
});
afterEach(async () => {
  for (const one of close.splice(0)) await one();
});

const read = (instance = ANTENNA, batch = 0) =>
  ({ kind: 'read', instance, run: runId(7), batch, batches: 3, purpose: 'mails' }) as const;

/** So long from now by the clock of the database, give or take five seconds. */
async function moment(afterMs: number) {
  const [row] = await ask(address, 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now');
  const at = Number(row?.['now']) + afterMs;
  return { asymmetricMatch: (dueAt: unknown) => typeof dueAt === 'number' && Math.abs(dueAt - at) < 5_000 };
}

it('lists what waits, of one instance or all', async () => {
  await queue.add({ kind: 'inventory', instance: ANTENNA, purpose: 'reading' }, { afterMs: 5_000 });
  await queue.add(read(OTHER));
  await queue.add({ kind: 'alert' });
  const [first] = await queue.list(ANTENNA);
  expect(first).toEqual({
    ...{ kind: 'inventory', instance: ANTENNA, state: 'waiting', tries: 0, lastError: null },
    dueAt: await moment(5_000),
  });
  expect((await queue.list(ANTENNA)).length).toBe(1);
  expect((await queue.list()).map(({ kind }) => kind)).toEqual(['read', 'alert', 'inventory']);
});

it('holds one job of a key, whichever way it is added', async () => {
  await queue.add(read(), { afterMs: 10_000 });
  await queue.add(read(), { afterMs: 200_000, ifThere: 'keep' });
  expect((await queue.list()).map(({ dueAt }) => dueAt)).toEqual([await moment(10_000)]);
  await queue.add(read(), { afterMs: 300_000 });
  expect((await queue.list()).map(({ dueAt }) => dueAt)).toEqual([await moment(300_000)]);
});

it('queues with the transaction of a store, or not at all', async () => {
  const store = await openPostgres(placeOf(withSchema(address, 'menage_antenna')));
  close.unshift(() => store.close());
  const broken = store.transaction(async (within) => {
    await addJob(within, read());
    throw new Error('full');
  });
  await expect(broken).rejects.toThrow('full');
  expect(await queue.list()).toEqual([]);
  await store.transaction((within) => addJob(within, read()));
  expect((await queue.list()).length).toBe(1);
});

it('takes away the jobs of one instance alone', async () => {
  await queue.add(read());
  await queue.add(read(ANTENNA, 1));
  await queue.add(read(OTHER));
  expect(await queue.remove(ANTENNA)).toBe(2);
  expect((await queue.list()).map(({ instance }) => instance)).toEqual([OTHER]);
});

it('is opened by several at once', async () => {
  const place = placeOf(await makeDatabase());
  const queues = await Promise.all([openQueue(place), openQueue(place), openQueue(place)]);
  for (const one of queues) await one.close();
});
