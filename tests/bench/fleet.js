// `npm run bench:fleet [-- INSTANCES [MEMBERS [WORKERS,WORKERS … [JOBS]]]]`: how many workers read a fleet how fast, on loopback,
// where each request costs 200 ms of waiting. The servers count the requests in flight and fail the run where one had more than
// its bound; fairness is the time of the slowest Nextcloud by that of the median. JOBS is `worker.jobs`: what a worker does at a
// time, so how many requests may wait for one worker; where the machine is the bound, and not the waiting, more workers read
// nothing faster. Needs PostgreSQL (TEST_POSTGRES, or one that is started) and `npm run build`. MENAGE_BENCH_PROFILE names a
// folder for profiles of the workers.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { stringify } from 'yaml';
import { schemaOf } from '../../src/model/fleet/instance.ts';
import { instanceName } from '../../src/model/ids.ts';
import { openQueue } from '../../src/queue/queue.ts';
import { postgresPlace } from '../../src/store/database/postgres-place.ts';
import { openFleetDatabase } from '../../src/store/fleet/migrate.ts';
import { openStore } from '../../src/store/open.ts';
import { startCluster } from '../helpers/postgres-cluster.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const SERVERS = fileURLToPath(new URL('fleet-servers.js', import.meta.url));
const WAIT_MS = 200;
/** Of each Nextcloud: the default of `server.concurrency`. */
const BOUND = 4;
/** A run that takes longer has failed, seconds. */
const PATIENCE = 7_200;
const PREPARED = `bench_fleet_${process.pid}`;
/** Of the kernel's clock in a second. */
const TICKS = 100;

const [instances = 300, members = 40] = process.argv.slice(2, 4).map(Number);
const rounds = (process.argv[4] ?? '1,2,4,8').split(',').map(Number);
const jobs = Number(process.argv[5] ?? 2);
const { MENAGE_BENCH_PROFILE: profiles } = process.env;

const given = process.env.TEST_POSTGRES ?? '';
const cluster = given === '' ? await startCluster() : null;
const server = cluster?.address ?? given;
const folder = mkdtempSync(join(tmpdir(), 'menage-fleet-'));
const servers = spawn(
  process.execPath,
  [...process.execArgv, SERVERS, folder, String(instances), String(members), String(WAIT_MS), String(BOUND)],
  { stdio: ['pipe', 'pipe', 'inherit'] },
);
const lines = createInterface({ input: servers.stdout })[Symbol.asyncIterator]();
const nextLine = async () => JSON.parse((await lines.next()).value);
try {
  const { names } = await nextLine();
  await prepare(names);
  process.stdout.write(
    `${instances} Nextclouds of ${members} members, ${WAIT_MS} ms a request, bound ${BOUND}, ${jobs} jobs at a time, ` +
      `${availableParallelism()} cores for all\n\n` +
      '| workers | seconds | members/s | requests | × one | most in flight at a server | slowest / median | CPU s: workers | PostgreSQL | servers | peak MB of a worker |\n' +
      '|---|---|---|---|---|---|---|---|---|---|---|\n',
  );
  let alone = null;
  for (const workers of rounds) {
    const measured = await measure(names, workers);
    alone ??= measured.seconds;
    const { seconds, requests, peak, fairness, cpu, memory } = measured;
    const times = alone / seconds;
    const rate = (instances * members) / seconds;
    const cells = [workers, seconds, rate, requests, times, peak, fairness];
    cells.push(cpu.workers, cpu.database, cpu.servers, memory);
    process.stdout.write(
      `| ${cells.map((cell) => (Number.isInteger(cell) ? cell : cell.toFixed(2))).join(' | ')} |\n`,
    );
    if (peak > BOUND) throw new Error(`a server had ${peak} requests in flight: its bound is ${BOUND}`);
  }
} finally {
  servers.kill();
  rmSync(folder, { recursive: true, force: true });
  if (cluster === null) await ask(server, `DROP DATABASE IF EXISTS ${PREPARED} WITH (FORCE)`);
  await cluster?.close();
}

/** The database of a fleet of which nothing was read yet: its tables are no part of a night. */
async function prepare(names) {
  await ask(server, `CREATE DATABASE ${PREPARED}`);
  const queue = await openQueue(placeIn(PREPARED));
  await queue.close();
  await (await openFleetDatabase(placeIn(PREPARED))).close();
  for (const name of names) await (await openStore(placeIn(PREPARED, schemaOf(instanceName(name))))).close();
}

function addressIn(database, schema = null) {
  const url = new URL(server);
  url.pathname = `/${database}`;
  if (schema !== null) url.searchParams.set('schema', schema);
  return url.href;
}

function placeIn(database, schema) {
  return postgresPlace(addressIn(database, schema), { password: null, ca: null });
}

/** One night of the whole fleet, in a database of its own. */
async function measure(names, workers) {
  const database = `bench_fleet_${workers}_${process.pid}`;
  await ask(server, `CREATE DATABASE ${database} TEMPLATE ${PREPARED}`);
  const address = addressIn(database);
  writeFileSync(
    join(folder, 'fleet.yaml'),
    stringify({ fleet: 'instances', store: address, worker: { jobs, connections: 10 } }),
    { mode: 0o600 },
  );
  const queue = await openQueue(placeIn(database));
  const programs = Array.from({ length: workers }, () => startWorker());
  const watcher = new pg.Client(address);
  await watcher.connect();
  try {
    await Promise.all(programs.map(({ ready }) => ready));
    const before = await spent();
    const began = performance.now();
    const ends = new Map();
    for (const name of names)
      await queue.add({ kind: 'inventory', instance: instanceName(name), purpose: 'reading' });
    while (ends.size < names.length) {
      if ((performance.now() - began) / 1000 > PATIENCE) throw new Error(`not done after ${PATIENCE} s`);
      await setTimeout(250);
      const { rows } = await watcher.query(
        "SELECT instance FROM menage_fleet.outcomes WHERE purpose = 'reading' AND problem IS NULL",
      );
      for (const { instance } of rows) if (!ends.has(instance)) ends.set(instance, performance.now() - began);
    }
    const seconds = (performance.now() - began) / 1000;
    const { requests, peak, ...after } = await spent();
    const times = [...ends.values()].toSorted((a, b) => a - b);
    const fairness = times.at(-1) / times[Math.floor(times.length / 2)];
    const usages = await Promise.all(programs.map((program) => program.end()));
    const cpu = {
      workers: usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
      database: after.database - before.database,
      servers: after.servers - before.servers,
    };
    const memory = Math.max(...usages.map(({ peakMegabytes }) => peakMegabytes));
    return { seconds, requests, peak, fairness, cpu, memory };
  } finally {
    await Promise.all(programs.map((program) => program.end()));
    await queue.close();
    await watcher.end();
    await ask(server, `DROP DATABASE ${database} WITH (FORCE)`);
  }
}

/** Since the last time: requests and the most in flight; CPU seconds since the start. */
async function spent() {
  servers.stdin.write('counts\n');
  const { requests, peak, cpu } = await nextLine();
  return { requests, peak, servers: cpu, database: await databaseSeconds() };
}

/** CPU seconds of the processes of PostgreSQL, those that have ended included; 0 where it runs on another machine. */
async function databaseSeconds() {
  // Not the connections of this program, which come and go.
  const rows = await ask(server, 'SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()');
  const living = rows.map(({ pid }) => pid).filter((pid) => existsSync(`/proc/${pid}`));
  if (living.length === 0) return 0;
  const main = Number(statOf(living[0])[1]);
  return (ticksOf(main, 4) + living.reduce((sum, pid) => sum + ticksOf(pid, 2), 0)) / TICKS;
}

/** Hundredths of a second: the first (own), or the first four (those of ended children too) of the times of a process. */
function ticksOf(pid, times) {
  const all = statOf(pid).slice(11, 11 + times);
  return all.reduce((sum, one) => sum + Number(one), 0);
}

/** The fields of /proc/PID/stat behind the name, which may hold anything: state, parent … */
function statOf(pid) {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
}

function startWorker() {
  const usage = join(folder, `usage-${Math.random().toString(36).slice(2)}.json`);
  const preload = fileURLToPath(new URL('tell-usage.js', import.meta.url));
  const profiling = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
  const program = spawn(
    process.execPath,
    [
      ...profiling,
      '--import',
      preload,
      MAIN,
      'worker',
      '--config',
      join(folder, 'fleet.yaml'),
      '--log-format',
      'json',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, MENAGE_BENCH_USAGE: usage } },
  );
  const ended = once(program, 'exit');
  let text = '';
  const ready = new Promise((resolve, reject) => {
    program.stderr.on('data', (chunk) => {
      text += chunk;
      if (text.includes('Ready')) resolve();
      if (/"level":"error"/.test(chunk)) process.stderr.write(chunk);
    });
    ended.then(() => reject(new Error(text)));
  });
  ready.catch(() => undefined);
  return {
    ready,
    async end() {
      program.kill('SIGTERM');
      await ended;
      return JSON.parse(readFileSync(usage, 'utf8'));
    },
  };
}

async function ask(address, sql) {
  const client = new pg.Client(address);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
