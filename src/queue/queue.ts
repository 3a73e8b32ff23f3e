import { type Logger as QueueLogger, Logger as QueueLoggerOf, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { messageOf, OutdatedError } from '../model/errors.ts';
import { QUEUE_SCHEMA } from '../model/fleet/instance.ts';
import { type InstanceName, instanceName } from '../model/ids.ts';
import type { UtcMs } from '../model/units.ts';
import type { Row } from '../store/database/database.ts';
import { openPostgres } from '../store/database/postgres.ts';
import type { PostgresPlace } from '../store/database/postgres-place.ts';
import { addJob, type HowToAdd } from './add-job.ts';
import { type Job, type JobKind, kindOf } from './job.ts';
import { takeJobsAway } from './take-away.ts';

/** A job as it stands in the queue. */
export interface QueuedJob {
  /** Also where another version queued it; null where it is of a kind that this one does not know. */
  readonly kind: JobKind | null;
  /** Null where it is of none, as `alert` is. */
  readonly instance: InstanceName | null;
  readonly state: 'waiting' | 'running' | 'failed';
  readonly dueAt: UtcMs;
  /** How often it was begun. */
  readonly tries: number;
  /** How the last try failed; null where none did. */
  readonly lastError: string | null;
}

/** The jobs of a fleet. */
export interface Queue {
  add(job: Job, how?: HowToAdd): Promise<void>;
  /** Of one instance, or all; those that are due first come first. "failed" ones are tried no more. */
  list(instance?: InstanceName): Promise<readonly QueuedJob[]>;
  /** Takes away the jobs of an instance; those that are being done are not begun again. Returns how many. */
  remove(instance: InstanceName): Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens the queue of a fleet's database, and makes its tables where there are none.
 * @throws {UsageError} when the server cannot be used, or a newer version keeps its queue otherwise.
 */
export async function openQueue(place: PostgresPlace): Promise<Queue> {
  const database = await openPostgres({ ...place, schema: QUEUE_SCHEMA });
  try {
    // Within a transaction, hence one at a time: the queue's own installer breaks where two run at once.
    await database.transaction(() => migrateQueue(place));
  } catch (error) {
    await database.close();
    throw error;
  }
  const columns = `SELECT key, task_identifier, attempts, max_attempts, last_error,
    locked_at IS NOT NULL AS is_running, (extract(epoch FROM run_at) * 1000)::bigint AS due_at FROM jobs`;
  return {
    add: (job, how) => addJob(database, job, how),
    async list(instance) {
      const rows =
        instance === undefined
          ? await database.all(`${columns} ORDER BY run_at, id`)
          : await database.all(`${columns} WHERE key LIKE ? ORDER BY run_at, id`, `${instance}:%`);
      return rows.map(jobOfRow);
    },
    remove: (instance) => database.transaction(async (within) => (await takeJobsAway(within, instance)).jobs),
    close: () => database.close(),
  };
}

async function migrateQueue(place: PostgresPlace): Promise<void> {
  const pgPool = new pg.Pool({ ...place.config, max: 1, application_name: 'menage queue' });
  pgPool.on('error', () => undefined);
  try {
    await runMigrations({ pgPool, schema: QUEUE_SCHEMA, logger: quietLogger() });
  } catch (error) {
    if (/breaking migration/.test(messageOf(error)))
      throw new OutdatedError(
        `The queue in ${place.shown} was brought up to date by a newer menage: update this one. Nothing was done.`,
        { cause: error },
      );
    throw error;
  } finally {
    await pgPool.end();
  }
}

function quietLogger(): QueueLogger {
  return new QueueLoggerOf(() => () => undefined);
}

function jobOfRow(row: Row): QueuedJob {
  const [instance, ...rest] = String(row['key'] ?? '').split(':');
  const isFailed = Number(row['attempts']) >= Number(row['max_attempts']);
  return {
    kind: kindOf(String(row['task_identifier'])),
    instance: instance === undefined || rest.length === 0 ? null : instanceName(instance),
    state: row['is_running'] === true ? 'running' : isFailed ? 'failed' : 'waiting',
    dueAt: Number(row['due_at']),
    tries: Number(row['attempts']),
    lastError: row['last_error'] === null ? null : String(row['last_error']),
  };
}
