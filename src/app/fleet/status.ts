import pLimit from 'p-limit';
import { MenageError, OutdatedError } from '../../model/errors.ts';
import type { FleetStatus, InstanceStatus, MailCounts, Trouble } from '../../model/fleet/status.ts';
import { mayBeUsed } from '../../model/run.ts';
import type { UtcMs } from '../../model/units.ts';
import { openQueue, type QueuedJob } from '../../queue/queue.ts';
import type { PostgresPlace } from '../../store/database/postgres-place.ts';
import { lastOutcomes } from '../../store/fleet/outcomes.ts';
import { openStore } from '../../store/open.ts';
import type { RunRow, Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import type { Fleet, Instance } from './registry.ts';
import { sharedKeys } from './vaults.ts';

/** Stores that are looked at side by side. */
const AT_ONCE = 4;
/** A job that is due for longer waits in vain: workers are too few, or gone. */
const WAITS_LONG_MS = 6 * 3_600_000;

export interface StatusOptions {
  /** What a store is that a newer version brought up to date: a trouble (left out), or an `OutdatedError`. */
  readonly outdated?: 'trouble' | 'throw';
}

/**
 * How every instance stands. Asks the database alone.
 * @throws {UsageError} when it cannot be used.
 */
export async function fleetStatus(
  fleet: Fleet,
  context: Pick<AppContext, 'now'>,
  { outdated = 'trouble' }: StatusOptions = {},
): Promise<FleetStatus> {
  const now = context.now();
  const [instances, jobs] = await Promise.all([fleet.list(), jobsOf(fleet)]);
  const [schemas, outcomes] = await Promise.all([schemasIn(fleet), lastOutcomes(fleet.database)]);
  const shared = sharedKeys(instances);
  const limit = pLimit(AT_ONCE);
  return {
    at: now,
    due: jobs.filter(({ state, dueAt }) => state === 'waiting' && dueAt <= now).length,
    instances: await Promise.all(
      instances.map((instance) =>
        limit(async () => {
          const key = shared.get(instance.name);
          const undone = outcomes.filter((one) => one.instance === instance.name && one.problem !== null);
          const given: readonly Trouble[] = [
            ...(key === undefined ? [] : [{ kind: 'key', message: key } as const]),
            ...undone.map(({ purpose, at }) => ({ kind: 'not-done', purpose, at }) as const),
          ];
          const own = jobs.filter((job) => job.instance === instance.name);
          const { place } = instance;
          const isThere = place !== null && schemas.has(place.schema);
          const facts = isThere ? await factsAt(place, outdated) : NO_FACTS;
          return statusOf(instance, facts, own, given, now);
        }),
      ),
    ),
  };
}

interface Facts extends Pick<InstanceStatus, 'lastRun' | 'summary' | 'mails'> {
  readonly problem: string | null;
  /** What works with its store just now, also without a job; null where nothing does. */
  readonly holder: string | null;
}

const NO_FACTS: Facts = { lastRun: null, summary: null, mails: null, problem: null, holder: null };

function statusOf(
  instance: Instance,
  { problem, holder, ...facts }: Facts,
  jobs: readonly QueuedJob[],
  given: readonly Trouble[],
  now: UtcMs,
): InstanceStatus {
  const { name, pausedAt } = instance;
  const troubles: readonly Trouble[] = [
    ...(instance.problem === null ? [] : [{ kind: 'config', message: instance.problem } as const]),
    ...given,
    ...(problem === null ? [] : [{ kind: 'store', message: problem } as const]),
    ...runTroubles(facts.lastRun, holder === null && jobs.length === 0),
    ...jobTroubles(jobs, now),
    ...(jobs.some(({ kind }) => kind === 'deliver') ? [] : mailTroubles(facts.mails)),
  ];
  const isNew = facts.lastRun === null;
  const state = pausedAt !== null ? 'paused' : troubles.length > 0 ? 'trouble' : isNew ? 'new' : 'well';
  return {
    name,
    state,
    troubles,
    pausedAt,
    isRunning: jobs.some((job) => job.state === 'running'),
    ...facts,
  };
}

function runTroubles(run: Facts['lastRun'], isLeftAlone: boolean): readonly Trouble[] {
  if (run?.status === 'failed') return [{ kind: 'run-failed', run: run.id }];
  return run?.status === 'running' && isLeftAlone ? [{ kind: 'run-stuck', run: run.id }] : [];
}

function jobTroubles(jobs: readonly QueuedJob[], now: UtcMs): readonly Trouble[] {
  const failed = jobs.find(({ state }) => state === 'failed');
  const late = jobs.find(({ state, dueAt }) => state === 'waiting' && dueAt < now - WAITS_LONG_MS);
  return [
    ...(failed === undefined
      ? []
      : [{ kind: 'job-failed', job: failed.kind ?? 'unknown', tries: failed.tries } as const]),
    ...(late === undefined ? [] : [{ kind: 'waiting', since: late.dueAt } as const]),
  ];
}

function mailTroubles(mails: MailCounts | null): readonly Trouble[] {
  if (mails === null) return [];
  const { refused, waiting, held } = mails;
  return [
    ...(refused + waiting === 0 ? [] : [{ kind: 'mails', refused, waiting } as const]),
    ...(held === 0 ? [] : [{ kind: 'mails-held', held } as const]),
  ];
}

/** What its store holds; a store that cannot be read is a trouble of this instance alone. */
async function factsAt(place: PostgresPlace, outdated: 'trouble' | 'throw'): Promise<Facts> {
  try {
    const store = await openStore(place);
    try {
      return await factsIn(store);
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof OutdatedError && outdated === 'throw') throw error;
    if (error instanceof MenageError) return { ...NO_FACTS, problem: error.message };
    throw error;
  }
}

async function factsIn(store: Store): Promise<Facts> {
  const runs = await store.runs.list();
  const [last] = runs;
  const latest = runs.find((run) => mayBeUsed(run, 'latest'));
  return {
    lastRun: last === undefined ? null : rowOf(last),
    summary: latest === undefined ? null : await store.runs.summary(latest.id),
    mails: await mailsIn(store),
    problem: null,
    holder: await store.runHolder(),
  };
}

function rowOf({ id, status, startedAt, finishedAt }: RunRow) {
  return { id, status, startedAt, finishedAt };
}

async function mailsIn(store: Store): Promise<MailCounts | null> {
  const period = await store.outbox.latestPeriod();
  if (period === null) return null;
  const states = (await store.outbox.list(period)).map(({ state }) => state);
  const count = (...those: readonly (typeof states)[number][]) =>
    states.filter((state) => those.includes(state)).length;
  return {
    period,
    sent: count('sent', 'doubtful'),
    waiting: count('queued', 'deferred', 'handing-over'),
    refused: count('refused'),
    held: (await store.outbox.held()).length,
  };
}

async function jobsOf(fleet: Fleet): Promise<readonly QueuedJob[]> {
  const queue = await openQueue(fleet.place);
  try {
    return await queue.list();
  } finally {
    await queue.close();
  }
}

/** An instance that was never read has none, and looking at it makes none. */
async function schemasIn(fleet: Fleet): Promise<ReadonlySet<string>> {
  const rows = await fleet.database.all('SELECT nspname FROM pg_catalog.pg_namespace');
  return new Set(rows.map(({ nspname }) => String(nspname)));
}
