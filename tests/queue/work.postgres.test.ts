import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StoreAwayError } from '../../src/model/errors.ts';
import { instanceName, runId } from '../../src/model/ids.ts';
import { freeJobs } from '../../src/queue/free-jobs.ts';
import type { Job } from '../../src/queue/job.ts';
import { openQueue, type Queue } from '../../src/queue/queue.ts';
import { startWork, type Work, type WorkSetting } from '../../src/queue/work.ts';
import { fleetPlace, openFleetDatabase } from '../../src/store/fleet/migrate.ts';
import { connectWorker } from '../../src/store/fleet/worker-connection.ts';
import { ask, makeDatabase, placeOf } from '../helpers/postgres.ts';

const ANTENNA = instanceName('antenna');
let address: string;
let queue: Queue;
const close: (() => Promise<void>)[] = [];

beforeEach(async () => {
  address = await makeDatabase();
  queue = await openQueue(placeOf(address));
  close.push(() => queue.close());
});
afterEach(async () => {
  for (const one of close.splice(0).reverse()) await one();
});

async function work(handle: WorkSetting['handle'], more: Partial<WorkSetting> = {}): Promise<Work> {
  const started = await startWork(placeOf(address), {
    ...{ jobs: 4, handle, schedules: [], now: Date.now, onName: async () => {} },
    log: { debug: () => {} },
    ...more,
  });
  close.push(() => started.stop());
  return started;
}

const read = (batch: number): Job => ({
  ...{ kind: 'read', instance: ANTENNA, run: runId(1), batch, batches: 40, purpose: 'reading' },
});

it('does each job once, whoever takes it', async () => {
  const done: number[] = [];
  const handle = async (job: Job) => void done.push(job.kind === 'read' ? job.batch : -1);
  await Promise.all([work(handle), work(handle)]);
  const batches = Array.from({ length: 40 }, (_, batch) => batch);
  for (const batch of batches) await queue.add(read(batch));
  await vi.waitFor(async () => expect(await queue.list()).toEqual([]), 10_000);
  expect(done.toSorted((a, b) => a - b)).toEqual(batches);
});

it('tries again what failed, and says why it did', async () => {
  let tries = 0;
  await work(async () => {
    tries++;
    if (tries === 1) throw new Error('the disk is full');
  });
  await queue.add(read(0));
  await vi.waitFor(
    async () => expect((await queue.list())[0]).toMatchObject({ tries: 1, lastError: 'the disk is full' }),
    10_000,
  );
  await vi.waitFor(async () => expect(await queue.list()).toEqual([]), 10_000);
  expect(tries).toBe(2);
});

it('says of a database that is away that it is away', async () => {
  const place = placeOf(address);
  const nothing = { ...place, config: { ...place.config, port: 1 } };
  const setting = { jobs: 4, schedules: [], now: Date.now, log: { debug: () => {} } };
  const idle = { handle: async () => {}, onName: async () => {} };
  await expect(startWork(nothing, { ...setting, ...idle })).rejects.toBeInstanceOf(StoreAwayError);
});

it('waits for what is under way when it is stopped, and takes nothing new', async () => {
  let finish: () => void = () => {};
  const begun: Job[] = [];
  const hanging = async (job: Job) => {
    begun.push(job);
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
  };
  // One at a time: a second one could be taken before the stop takes hold.
  const worker = await work(hanging, { jobs: 1 });
  await queue.add(read(0));
  await vi.waitFor(() => expect(begun.length).toBe(1), 10_000);
  const stopped = worker.stop();
  await queue.add(read(1));
  finish();
  await stopped;
  expect(begun.length).toBe(1);
  expect((await queue.list()).map(({ state }) => state)).toEqual(['waiting']);
});

it('lets others take what no known worker has begun, at no cost of tries', async () => {
  const database = await openFleetDatabase(placeOf(address));
  close.push(() => database.close());
  const known = await connectWorker(fleetPlace(placeOf(address)), { version: '1.2.3', now: Date.now });
  close.push(() => known.close());
  const begun: string[] = [];
  const finish: (() => void)[] = [];
  const hanging = (worker: string) => async () => {
    begun.push(worker);
    await new Promise<void>((resolve) => finish.push(resolve));
  };
  const living = await work(hanging('living'), { jobs: 1, onName: known.noteQueueName });
  await queue.add(read(0));
  await vi.waitFor(() => expect(begun).toEqual(['living']), 10_000);
  const dead = await work(hanging('dead'), { jobs: 1 });
  await queue.add(read(1));
  await vi.waitFor(() => expect(begun).toEqual(['living', 'dead']), 10_000);
  const ends = [living.stop(), dead.stop()];
  await work(async () => void begun.push((await queue.list()).map(({ tries }) => tries).join()));
  await database.transaction(freeJobs);
  await vi.waitFor(() => expect(begun).toEqual(['living', 'dead', '1,1']), 10_000);
  for (const one of finish) one();
  await Promise.all(ends);
  expect(await queue.list()).toEqual([]);
});

it('takes away what no known worker has begun and another has taken the place of', async () => {
  const database = await openFleetDatabase(placeOf(address));
  close.push(() => database.close());
  let begun = 0;
  let finish: () => void = () => {};
  const dead = await work(
    async () => {
      begun++;
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    },
    { jobs: 1 },
  );
  await queue.add(read(0));
  await vi.waitFor(() => expect(begun).toBe(1), 10_000);
  await queue.add(read(0), { afterMs: 60_000 });
  expect(await queue.list()).toHaveLength(2);
  await database.transaction(freeJobs);
  expect(await queue.list()).toMatchObject([{ state: 'waiting', tries: 0 }]);
  finish();
  await dead.stop();
});

it('queues what is due by schedule once, however many workers follow it, also what was missed', async () => {
  const done: Job[] = [];
  const schedules = [
    { instance: ANTENNA, purpose: 'mails', cron: '* * * * *', timezone: 'Europe/Paris' },
  ] as const;
  const first = await work(async () => {}, { schedules });
  await first.stop();
  await ask(address, "UPDATE menage_queue._private_known_crontabs SET known_since = now() - interval '90 s'");
  const handle = async (job: Job) => void done.push(job);
  await Promise.all([work(handle, { schedules }), work(handle, { schedules })]);
  await vi.waitFor(() => expect(done.length).toBeGreaterThan(0), 10_000);
  expect(done[0]).toEqual({ kind: 'inventory', instance: ANTENNA, purpose: 'mails' });
});
