import { EventEmitter } from 'node:events';
import {
  type LogLevel,
  Logger as QueueLogger,
  type Runner,
  run,
  type Task,
  type WorkerEvents,
} from 'graphile-worker';
import pg from 'pg';
import type { Logger } from '../log.ts';
import { QUEUE_SCHEMA } from '../model/fleet/instance.ts';
import type { UtcMs } from '../model/units.ts';
import { explained } from '../store/database/postgres-errors.ts';
import type { PostgresPlace } from '../store/database/postgres-place.ts';
import { JOB_KINDS, type Job, jobOf, taskOf } from './job.ts';
import { cronItemOf, type Schedule } from './schedule.ts';

export interface WorkSetting {
  /** How many jobs are done at a time; each mostly waits. */
  readonly jobs: number;
  /**
   * Does one job; what it throws is noted, and the job tried again after a pause that grows.
   * @param id the same in every try of one job, and of no other.
   */
  readonly handle: (job: Job, id: string) => Promise<void>;
  /** Called with the name under which the queue lends jobs, before the first is taken by that name. */
  readonly onName: (name: string) => Promise<void>;
  readonly schedules: readonly Schedule[];
  readonly now: () => UtcMs;
  readonly log: Pick<Logger, 'debug'>;
}

/** A process that takes jobs from the queue. */
export interface Work {
  /** Puts these schedules in the place of those before. */
  follow(schedules: readonly Schedule[]): void;
  /** Resolves once what was missed by schedule is queued. */
  readonly scheduled: Promise<void>;
  /** Resolves once it was stopped; rejects where the queue cannot be reached any more. */
  readonly ended: Promise<void>;
  /** Takes no further jobs, and waits for those under way. */
  stop(): Promise<void>;
}

/** How often it is looked for jobs that became due without a notification: those that were put off, milliseconds. */
const POLL_MS = 1_000;
/** For the library's own questions, beside the one connection that listens. */
const CONNECTIONS = 3;

/**
 * Takes jobs from the queue until it is stopped, and queues those that are due by schedule.
 * @throws {StoreAwayError} when the database cannot be reached.
 */
export async function startWork(place: PostgresPlace, setting: WorkSetting): Promise<Work> {
  const { handle, jobs, log, now } = setting;
  const itemsOf = (schedules: readonly Schedule[]) => schedules.map((one) => cronItemOf(one, now));
  const pgPool = new pg.Pool({
    ...place.config,
    max: CONNECTIONS,
    application_name: 'menage queue',
    keepAlive: true,
  });
  pgPool.on('error', () => undefined);
  const parsedCronItems = itemsOf(setting.schedules);
  const events: WorkerEvents = new EventEmitter();
  const scheduled = new Promise<void>((resolve) => events.once('cron:started', () => resolve()));
  const tasks = JOB_KINDS.map((kind): [string, Task] => [
    taskOf(kind),
    (payload, { job }) => handle(jobOf(kind, payload), job.id),
  ]);
  let runner: Runner;
  try {
    runner = await run({
      ...{ pgPool, events, parsedCronItems },
      schema: QUEUE_SCHEMA,
      concurrency: jobs,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      logger: loggerTo(log),
      taskList: Object.fromEntries(tasks),
      preset: { plugins: [namesTo(setting.onName)] },
    });
  } catch (error) {
    await pgPool.end();
    throw explained(place.shown, error, true);
  }
  // One that cannot give a job back ends by itself, and the others would go on without it.
  const broken = new Promise<never>((_, reject) => {
    events.on('worker:fatalError', ({ error }) => reject(error));
  });
  let isStopped = false;
  async function stop(): Promise<void> {
    if (isStopped) return;
    isStopped = true;
    // It has stopped by itself where its schedules could not be written.
    await runner.stop().catch(() => undefined);
    await runner.promise.catch(() => undefined);
    await pgPool.end();
  }
  const ended = Promise.race([runner.promise, broken]);
  ended.catch(() => undefined);
  return {
    follow(schedules) {
      parsedCronItems.splice(0, parsedCronItems.length, ...itemsOf(schedules));
    },
    scheduled,
    ended,
    stop,
  };
}

/** Makes known by which names jobs are taken, before any is: what a killed worker held is found by them. */
function namesTo(onName: WorkSetting['onName']): GraphileConfig.Plugin {
  return {
    name: 'MenageNamesPlugin',
    version: '1.0.0',
    worker: { hooks: { startWorker: (_, { worker }) => onName(worker.workerId) } },
  };
}

/** The library's messages are for those who look for a fault of it; what failed is reported by who handles the job. */
function loggerTo(log: Pick<Logger, 'debug'>): QueueLogger {
  return new QueueLogger(() => (level: LogLevel, message: string) => {
    log.debug({ level: String(level) }, message);
  });
}
