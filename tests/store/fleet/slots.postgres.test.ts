import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'rolldown';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, startServer } from '../../../src/demo/nextcloud/server.ts';
import { instanceName, runId } from '../../../src/model/ids.ts';
import { openClient } from '../../../src/nextcloud/http/client.ts';
import { openFleetDatabase } from '../../../src/store/fleet/migrate.ts';
import { openSlots } from '../../../src/store/fleet/slots.ts';
import { ask, placeOf } from '../../helpers/postgres.ts';
import { type PostgresCluster, startCluster } from '../../helpers/postgres-cluster.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';
import { smallWorld } from '../../helpers/world.ts';
import { TEST_TIMES } from './test-times.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const BOUND = 2;
const SHIFTED = join(PROJECT, 'tests/helpers/shifted-clock.js');
const DAY_MS = 86_400_000;

let cluster: PostgresCluster;
let program = '';
let server: DemoServer;
const workers = new Set<ChildProcess>();

beforeAll(async () => {
  const folder = temporaryFolder('asking-worker');
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  await build({
    input: join(PROJECT, 'tests/store/fleet/asking-worker.ts'),
    ...{ platform: 'node', external: /^[^./]/, output: { dir: join(folder, 'out') }, logLevel: 'warn' },
  });
  program = join(folder, 'out/asking-worker.js');
  cluster = await startCluster();
  await (await openFleetDatabase(placeOf(cluster.address))).close();
}, 60_000);
afterAll(() => cluster.close());
afterEach(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  workers.clear();
  await ask(cluster.address, 'TRUNCATE menage_fleet.slots, menage_fleet.servers, menage_fleet.run_refusals');
  await server.close();
});

interface Told {
  readonly answered?: true;
  readonly lost?: true;
  readonly peak?: number;
  readonly stopped?: string | null;
}

function start(name: string, { logins = 'none', shiftMs = 0 } = {}) {
  const worker = fork(program, [cluster.address, server.url, name, logins], {
    execArgv: ['--import', SHIFTED],
    env: { ...process.env, CLOCK_SHIFT_MS: String(shiftMs) },
  });
  workers.add(worker);
  const told = { answers: 0, losses: 0, end: null as Told | null };
  worker.on('message', (message: Told) => {
    if (message.answered) told.answers++;
    else if (message.lost) told.losses++;
    else told.end = message;
  });
  return { worker, told };
}

const cutConnections = () =>
  ask(
    cluster.address,
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'menage slots'",
  );
/** Programs start slowly where others do. */
const TIME = { timeout: 60_000, interval: 50 };

describe('workers that ask one server', () => {
  it('keep to its bound together, whoever dies and whatever breaks', { timeout: 180_000 }, async () => {
    server = await startServer(smallWorld());
    server.faults.add({ fault: 'slow', delayMs: 60 });
    const inFlight = () => server.counters.inFlight;
    const all = [start('early', { shiftMs: -DAY_MS }), start('late', { shiftMs: DAY_MS }), start('dying')];
    const [, , dying] = all;
    // Each comes to its turn, though there are fewer slots than workers.
    await expect.poll(() => Math.min(...all.map(({ told }) => told.answers)), TIME).toBeGreaterThan(3);
    dying?.worker.kill('SIGKILL');
    await expect.poll(inFlight, TIME).toBe(BOUND);
    await cutConnections();
    const living = [...all.filter((one) => one !== dying), start('new')];
    await expect.poll(() => living[2]?.told.answers, TIME).toBeGreaterThan(3);
    await cluster.stop('immediate');
    await expect.poll(inFlight, TIME).toBe(0);
    const requests = server.counters.requests;
    await pause(300);
    expect(server.counters.requests).toBe(requests);
    await cluster.start();
    await expect.poll(inFlight, TIME).toBe(BOUND);
    for (const { worker } of living) worker.kill('SIGTERM');
    await Promise.all(living.map(({ worker }) => worker.exitCode ?? once(worker, 'exit')));
    expect(server.counters.peakInFlight).toBe(BOUND);
    expect(living.map(({ told }) => told.losses > 0)).toEqual([true, true, true]);
    const peaks = living.map(({ told }) => told.end?.peak ?? 0);
    expect(Math.max(...peaks)).toBe(BOUND);
    expect(await ask(cluster.address, 'SELECT holder FROM menage_fleet.slots')).toEqual([]);
  });

  it('end all at the third refused login, but for those in flight', { timeout: 120_000 }, async () => {
    server = await startServer(smallWorld());
    server.faults.add({ fault: 'slow', delayMs: 60, kind: 'other' });
    const all = ['a', 'b', 'c'].map((name) => start(name, { logins: 'wrong' }));
    await Promise.all(all.map(({ worker }) => once(worker, 'exit')));
    expect(all.map(({ told }) => told.end?.stopped)).toEqual(all.map(() => 'stop.refused-logins'));
    expect(server.counters.failures).toBeGreaterThanOrEqual(3);
    expect(server.counters.failures).toBeLessThanOrEqual(2 + BOUND);
  });

  it('abort what is in flight before the lease of a lost database ends', { timeout: 120_000 }, async () => {
    server = await startServer(smallWorld());
    server.faults.add({ fault: 'hang', times: 1 });
    const slots = openSlots(placeOf(cluster.address), {
      worker: 'w',
      onLost: () => undefined,
      times: TEST_TIMES,
    });
    const client = await openClient({
      ...{ url: server.url, concurrency: BOUND, idleTimeoutMs: 30_000 },
      shared: slots.of(instanceName('lima'), runId(2)),
    });
    const answer = client.as(null).ask({ method: 'GET', path: '/status.php' }, async ({ status }) => status);
    await expect.poll(() => server.counters.inFlight, TIME).toBe(1);
    const lostAt = performance.now();
    await cluster.stop('immediate');
    await expect.poll(() => server.counters.inFlight, TIME).toBe(0);
    expect(performance.now() - lostAt).toBeLessThan(TEST_TIMES.leaseMs);
    await cluster.start();
    expect([await answer, client.traffic.requests]).toEqual([200, 2]);
    client.close();
    await slots.close();
  });
});
