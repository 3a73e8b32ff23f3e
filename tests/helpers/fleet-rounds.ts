import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Random, randomOf } from '../../src/demo/random.ts';
import { EXIT } from '../../src/model/errors.ts';
import type { JobKind } from '../../src/queue/job.ts';
import { CONCURRENCY } from './bounds.ts';
import type { FleetInstance, TestFleet } from './fleet.ts';
import { type FleetScene, type Night, openFleetScene } from './fleet-scene.ts';
import { ask, withSchema } from './postgres.ts';
import { binaries } from './postgres-cluster.ts';
import { differences } from './same-result.ts';
import type { SmallDisk } from './small-disk.ts';
import { openDatabase } from './stores.ts';

/** What is done to a fleet's workers, and how often. */
export interface Disturbances {
  /** Workers are killed (SIGKILL). */
  readonly kills: number;
  /** PostgreSQL stops and comes up again, every second time as after a crash. */
  readonly restarts: number;
  /** The server ends about half of the connections. */
  readonly cuts: number;
  /** The disk of the tables is full for some seconds. */
  readonly fullDisks: number;
}

/** What came of it; `wrong` names what is wrong, and is empty when nothing is. */
export interface FleetTally {
  readonly done: { -readonly [Kind in keyof Disturbances]: number };
  /** Disturbances by what was under way just then; several where several were. */
  readonly during: Record<JobKind | 'none', number>;
  rounds: number;
  readonly mails: { expected: number; sent: number; twice: number; lost: number };
  /** Hand-overs that were cut off: not tried again, whether or not the mail had arrived. */
  readonly doubtful: { arrived: number; not: number };
  readonly readings: {
    kept: number;
    /** Of members who were under way when their worker was disturbed. */
    begunAgain: number;
    /** Of members whose reading was kept already. */
    twice: number;
  };
  /** Most requests in flight at one server. */
  peak: number;
  readonly wrong: string[];
}

export interface RoundsOptions {
  readonly seed: number;
  /** Of the database; only one that is given can be full. */
  readonly disk?: SmallDisk;
  readonly onRound?: (tally: FleetTally) => void;
}

const WORKERS = 2;
/** Longest pause between two disturbances, drawn for each night, as a part of a night that nothing disturbs. */
const LONGEST_PAUSE = { least: 0.12, most: 0.5 } as const;
/** After which a worker that ended is started again, likewise: its database may be away. */
const RESTART_MS = 1_000;

/** Lets workers do the night of a fleet again and again, each disturbed until its work is done, until all was done. */
export async function fleetRounds(
  wish: Disturbances,
  { seed, disk, onRound = () => {} }: RoundsOptions,
): Promise<FleetTally> {
  const tally: FleetTally = {
    done: { kills: 0, restarts: 0, cuts: 0, fullDisks: 0 },
    during: { inventory: 0, read: 0, judge: 0, deliver: 0, alert: 0, none: 0 },
    rounds: 0,
    mails: { expected: 0, sent: 0, twice: 0, lost: 0 },
    doubtful: { arrived: 0, not: 0 },
    readings: { kept: 0, begunAgain: 0, twice: 0 },
    peak: 0,
    wrong: [],
  };
  const random = randomOf(seed);
  const scene = await openFleetScene(seed, disk?.folder);
  try {
    await scene.restore();
    const began = performance.now();
    await scene.beginNight();
    await scene.endNight();
    const nightMs = performance.now() - began;
    const expected = new Map<FleetInstance, Night>();
    for (const instance of scene.fleet.instances) expected.set(instance, await scene.nightOf(instance));
    tally.wrong.push(...(await leftOver(scene.fleet)));
    while (leftOf(wish, tally).length > 0) {
      await scene.restore();
      await disturbedNight(scene, { random, wish, nightMs, disk }, tally);
      await lookAt(scene, expected, tally);
      onRound(tally);
    }
    checkPages(scene, tally);
  } finally {
    await scene.close();
  }
  return tally;
}

type Kind = keyof Disturbances;

function leftOf(wish: Disturbances, { done }: FleetTally): readonly Kind[] {
  return (['kills', 'restarts', 'cuts', 'fullDisks'] as const).filter((kind) => done[kind] < wish[kind]);
}

/** One of those that are left, the likelier the more often it is to be done. */
function nextKind(wish: Disturbances, tally: FleetTally, random: Random): Kind | undefined {
  const left = leftOf(wish, tally);
  let at = random.next() * left.reduce((sum, kind) => sum + wish[kind], 0);
  return left.find((kind) => {
    at -= wish[kind];
    return at < 0;
  });
}

interface Chance {
  readonly random: Random;
  readonly wish: Disturbances;
  /** How long one takes that nothing disturbs, milliseconds. */
  readonly nightMs: number;
  readonly disk: SmallDisk | undefined;
}

async function disturbedNight(scene: FleetScene, chance: Chance, tally: FleetTally): Promise<void> {
  const { random, wish, nightMs, disk } = chance;
  const workers = Array.from({ length: WORKERS }, () => keptRunning(scene.fleet));
  const longestMs = Math.round(
    nightMs * (LONGEST_PAUSE.least + random.next() * (LONGEST_PAUSE.most - LONGEST_PAUSE.least)),
  );
  await scene.beginNight();
  while (!(await scene.isOver())) {
    await setTimeout(random.between(0, longestMs));
    const kind = nextKind(wish, tally, random);
    if (kind === undefined) break;
    await noteWhen(scene.fleet, tally);
    if (kind === 'kills') await killSome(workers, random, tally);
    if (kind === 'restarts') await restart(scene, random, tally);
    if (kind === 'cuts') await cutConnections(scene.fleet, random, tally);
    if (kind === 'fullDisks' && disk !== undefined) await fillDisk(disk, random, tally);
  }
  for (const worker of workers) tally.wrong.push(...(await worker.end()));
  await scene.endNight();
}

async function noteWhen({ queue }: TestFleet, { during }: FleetTally): Promise<void> {
  const running = (await queue.list()).filter(({ state }) => state === 'running');
  const kinds = new Set(running.map(({ kind }) => kind ?? 'none'));
  for (const kind of kinds.size === 0 ? (['none'] as const) : kinds) during[kind]++;
}

/** A place for a worker, which gets another one whenever one ends. */
interface KeptRunning {
  /** Kills the one that runs; whether it was killed, and had not just ended. */
  kill(): Promise<boolean>;
  /** Asks the last one to end; gives what none of them should have done. */
  end(): Promise<readonly string[]>;
}

/** As systemd does, but sooner. */
function keptRunning(fleet: TestFleet): KeptRunning {
  const wrong: string[] = [];
  let isOver = false;
  let worker = fleet.worker();
  async function follow(): Promise<void> {
    while (!isOver) {
      const { code, signal, err } = await worker.ended;
      wrong.push(...faultsOf(err));
      if (!isOver && signal !== 'SIGKILL') {
        if (code !== EXIT.usage) wrong.push(`a worker ended with ${code}: ${err.slice(-500)}`);
        await setTimeout(RESTART_MS);
      }
      if (!isOver) worker = fleet.worker();
    }
  }
  const followed = follow();
  return {
    async kill() {
      const { ended } = worker;
      worker.kill('SIGKILL');
      return (await ended).signal === 'SIGKILL';
    },
    async end() {
      isOver = true;
      worker.kill('SIGTERM');
      await followed;
      const { code, signal, err } = await worker.ended;
      // It may not have listened yet, or not have found the database.
      if (signal !== 'SIGTERM' && code !== EXIT.terminated && code !== EXIT.usage)
        wrong.push(`a worker that was asked to end ended with ${code}: ${err.slice(-500)}`);
      return wrong;
    },
  };
}

/** Whether a worker met what it did not foresee. */
function faultsOf(log: string): readonly string[] {
  return log.split('\n').filter((line) => line.includes('should not have happened'));
}

/** One of the workers, or all of them. */
async function killSome(
  workers: readonly KeptRunning[],
  random: Random,
  { done }: FleetTally,
): Promise<void> {
  const victims = random.next() < 0.3 ? workers : [workers[random.between(0, workers.length - 1)]];
  const killed = await Promise.all(victims.map((victim) => victim?.kill()));
  done.kills += killed.filter((one) => one === true).length;
}

async function restart({ cluster }: FleetScene, random: Random, { done }: FleetTally): Promise<void> {
  await cluster.stop(done.restarts % 2 === 0 ? 'immediate' : 'fast');
  await setTimeout(random.between(0, 1_500));
  await cluster.start();
  done.restarts++;
}

async function cutConnections({ address }: TestFleet, random: Random, { done }: FleetTally): Promise<void> {
  const open = await ask(address, "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'menage%'");
  const chosen = open.map(({ pid }) => Number(pid)).filter(() => random.next() < 0.5);
  await ask(address, 'SELECT pg_terminate_backend(pid) FROM unnest($1::INTEGER[]) AS chosen (pid)', [chosen]);
  if (chosen.length > 0) done.cuts++;
}

async function fillDisk(disk: SmallDisk, random: Random, { done }: FleetTally): Promise<void> {
  try {
    disk.fill(random.between(0, 64) * 1_024);
  } catch (error) {
    // The tables took the rest meanwhile.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
  await setTimeout(random.between(500, 5_000));
  disk.free();
  done.fullDisks++;
}

async function lookAt(
  scene: FleetScene,
  expected: ReadonlyMap<FleetInstance, Night>,
  tally: FleetTally,
): Promise<void> {
  const before = tally.wrong.length;
  tally.rounds++;
  for (const [instance, undisturbed] of expected) {
    const { name, server } = instance;
    const seen = await scene.nightOf(instance);
    const wrong = [
      ...differences(seen.result, undisturbed.result),
      ...(await countMails(scene.fleet, name, seen, undisturbed, tally)),
      ...countReadings(seen, undisturbed, tally),
    ];
    tally.wrong.push(...wrong.map((line) => `${name}: ${line}`));
    tally.peak = Math.max(tally.peak, server.counters.peakInFlight);
  }
  if (tally.peak > CONCURRENCY) tally.wrong.push(`${tally.peak} requests were in flight at one server`);
  tally.wrong.push(...(await leftOver(scene.fleet)));
  if (tally.wrong.length > before) tally.wrong.push(`— in round ${tally.rounds}`);
}

async function countMails(
  fleet: TestFleet,
  name: string,
  { mailed }: Night,
  expected: Night,
  { mails, doubtful }: FleetTally,
): Promise<readonly string[]> {
  const rows = await ask(
    withSchema(fleet.address, fleet.placeOf(name).schema),
    "SELECT recipient FROM deliveries WHERE state = 'doubtful' AND period = (SELECT max(period) FROM deliveries)",
  );
  const cutOff = new Set(rows.map(({ recipient }) => String(recipient)));
  const reached = new Set(mailed);
  for (const recipient of cutOff) doubtful[reached.has(recipient) ? 'arrived' : 'not']++;
  const lost = expected.mailed.filter((to) => !reached.has(to) && !cutOff.has(to));
  const twice = mailed.filter((to, at) => mailed.indexOf(to) !== at);
  const others = [...reached].filter((to) => !expected.mailed.includes(to));
  mails.expected += expected.mailed.length;
  mails.sent += mailed.length;
  mails.lost += lost.length;
  mails.twice += twice.length;
  return [
    ...lost.map((to) => `no mail came to ${to}`),
    ...twice.map((to) => `a mail came twice to ${to}`),
    ...others.map((to) => `a mail came to ${to}, who was to get none`),
  ];
}

/** A member is not asked any more once its reading is kept. */
function countReadings({ askedAt, keptAt }: Night, expected: Night, { readings }: FleetTally) {
  const wrong: string[] = [];
  for (const [member, moments] of expected.askedAt) {
    const asked = askedAt.get(member) ?? [];
    const [kept = Number.POSITIVE_INFINITY, ...more] = keptAt.get(member) ?? [];
    readings.kept++;
    if (asked.length > moments.length) readings.begunAgain++;
    if (more.length === 0 && !asked.some((at) => at > kept)) continue;
    readings.twice++;
    wrong.push(
      `${member} was asked at ${asked.join(' ')}, and its reading kept at ${[kept, ...more].join(' ')}`,
    );
  }
  return wrong;
}

/** What a night must not leave behind. */
async function leftOver(fleet: TestFleet): Promise<readonly string[]> {
  const { address } = fleet;
  const found: string[] = [];
  async function none(where: string, rows: string): Promise<void> {
    const [row] = await ask(address, `SELECT count(*) AS number FROM ${rows}`);
    if (Number(row?.['number']) > 0) found.push(`${where}: ${String(row?.['number'])} rows in ${rows}`);
  }
  await none('queue', 'menage_queue.jobs');
  await none('fleet', 'menage_fleet.workers');
  await none('fleet', 'menage_fleet.slots WHERE until > clock_timestamp()');
  for (const { name } of fleet.instances) {
    const place = fleet.placeOf(name);
    for (const table of ['run_readings', 'run_slices', 'run_trees', 'new_tree_parts'])
      await none(name, `${place.schema}.${table}`);
    await none(name, `${place.schema}.runs WHERE status = 'running'`);
    await none(name, `${place.schema}.run_work WHERE run < (SELECT max(id) FROM ${place.schema}.runs)`);
    const database = await openDatabase(place);
    const damage = await database.integrity();
    await database.close();
    if (damage !== null) found.push(`${name}: ${damage}`);
  }
  return found;
}

/** What PostgreSQL's own tool finds in the files of tables and indexes. */
function checkPages({ fleet: { address } }: FleetScene, { wrong }: FleetTally): void {
  const { hostname, port, username, pathname } = new URL(address);
  const tool = join(binaries(), 'pg_amcheck');
  const checks = ['--install-missing', '--heapallindexed', '--parent-check'];
  const place = ['--host', hostname, '--port', port, '--username', username, pathname.slice(1)];
  const { status, stdout, stderr } = spawnSync(tool, [...checks, ...place], { encoding: 'utf8' });
  if (status !== 0) wrong.push(`pg_amcheck ended with ${status}: ${stdout}${stderr}`);
}

/** The numbers in one line. */
export function fleetTallyLine(seed: number, tally: FleetTally): string {
  const { done, during, rounds, mails, doubtful, readings, peak, wrong } = tally;
  const when = Object.entries(during).map(([kind, times]) => `${kind} ${times}`);
  return (
    `seed ${seed}: ${done.kills} kills, ${done.restarts} restarts, ${done.cuts} cuts, ${done.fullDisks} full disks in ${rounds} nights, while ${when.join(', ')}; ` +
    `mails ${mails.expected} expected, ${mails.sent} sent, ${mails.twice} twice, ${mails.lost} lost, ` +
    `${doubtful.arrived + doubtful.not} doubtful (${doubtful.arrived} had arrived); ` +
    `readings ${readings.kept}, ${readings.begunAgain} begun again, ${readings.twice} twice; peak ${peak}; wrong ${wrong.length}\n`
  );
}
