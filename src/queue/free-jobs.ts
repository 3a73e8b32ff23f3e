import { QUEUE_SCHEMA } from '../model/fleet/instance.ts';
import type { Queryable } from '../store/database/database.ts';

/**
 * Lets others take the jobs of workers that are dead. That they were killed is no failure of the job, which costs no try.
 * @param within the database of the queue.
 * @param names under which they took jobs.
 */
export async function freeJobs(within: Queryable, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const dead = 'ARRAY(SELECT json_array_elements_text(?::json))';
  const list = JSON.stringify(names);
  const held = await within.all(
    `SELECT id::text, attempts, key FROM ${QUEUE_SCHEMA}.jobs WHERE locked_by = ANY(${dead})`,
    list,
  );
  await within.get(`SELECT 1 FROM ${QUEUE_SCHEMA}.force_unlock_workers(${dead})`, list);
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
