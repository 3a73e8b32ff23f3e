import { FLEET_SCHEMA, QUEUE_SCHEMA } from '../model/fleet/instance.ts';
import type { Queryable } from '../store/database/database.ts';

/** A name is known before its worker takes a job by it: who sees the job taken sees the name too. */
const IS_WITHOUT_WORKER = `locked_by IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM ${FLEET_SCHEMA}.workers WHERE jobs.locked_by = ANY (queue_names))`;

/**
 * Lets others take the jobs that were taken by no known worker: by one that is dead, or was found dead when it lost its
 * connection and took one more before it noticed. That is no failure of the job, which costs no try.
 * @param within the database of the fleet.
 */
export async function freeJobs(within: Queryable): Promise<void> {
  const held = await within.all(
    `SELECT id::text, attempts, key, locked_by FROM ${QUEUE_SCHEMA}.jobs WHERE ${IS_WITHOUT_WORKER}`,
  );
  if (held.length === 0) return;
  const names = [...new Set(held.map((job) => String(job['locked_by'])))];
  await within.get(
    `SELECT 1 FROM ${QUEUE_SCHEMA}.force_unlock_workers(ARRAY(SELECT json_array_elements_text(?::json)))`,
    JSON.stringify(names),
  );
  for (const { id, attempts, key } of held) {
    // Without a key another has taken its place.
    if (key === null)
      await within.get(`SELECT 1 FROM ${QUEUE_SCHEMA}.complete_jobs(ARRAY[?::bigint])`, String(id));
    else
      await within.get(
        `SELECT 1 FROM ${QUEUE_SCHEMA}.reschedule_jobs(ARRAY[?::bigint], attempts := ?::integer)`,
        ...[String(id), Number(attempts) - 1],
      );
  }
}
