import { QUEUE_SCHEMA } from '../model/fleet/instance.ts';
import type { Queryable } from '../store/database/database.ts';
import { type Job, type JobKind, keyOf, payloadOf, taskOf } from './job.ts';

export interface HowToAdd {
  /** Not before so long from now, milliseconds by the clock of the database: those of machines differ. Left out = at once. */
  readonly afterMs?: number;
  /**
   * What becomes of one with the same key: "replace" (left out) puts this one in its place, and queues it anew where the
   * other is being done; "keep" leaves it, also where it is being done or has failed for good.
   */
  readonly ifThere?: 'replace' | 'keep';
}

/** The lower is done first: what ends a run goes before what begins one, so that runs do not pile up. */
const PRIORITIES = {
  alert: -2,
  deliver: -1,
  judge: -1,
  inventory: 0,
  read: 0,
} as const satisfies Readonly<Record<JobKind, number>>;

/** How often a job is tried; pauses grow to six hours, so that it lasts some days. */
const TRIES = 25;

/**
 * Queues a job. Within a transaction of a store it is queued when that commits, and only then.
 * @param within a store in the database of the queue.
 */
export async function addJob(within: Queryable, job: Job, how: HowToAdd = {}): Promise<void> {
  const { afterMs = null, ifThere = 'replace' } = how;
  await within.get(
    `SELECT 1 FROM ${QUEUE_SCHEMA}.add_job(?, ?::json, run_at := clock_timestamp() + ?::float8 * INTERVAL '1 millisecond', max_attempts := ${TRIES},
       job_key := ?, priority := ?::integer, job_key_mode := ?)`,
    ...[taskOf(job.kind), payloadOf(job), afterMs, keyOf(job), PRIORITIES[job.kind]],
    ifThere === 'keep' ? 'unsafe_dedupe' : 'replace',
  );
}
