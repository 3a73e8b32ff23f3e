import { QUEUE_SCHEMA } from '../model/fleet/instance.ts';
import type { InstanceName } from '../model/ids.ts';
import type { Queryable } from '../store/database/database.ts';
import { kindOf } from './job.ts';

/**
 * Takes the jobs of an instance out of the queue; one that is being done is done to its end.
 * @param within the database of the queue, which may not have been made yet.
 * @returns how many, and whether any was to end in mails.
 */
export async function takeJobsAway(
  within: Queryable,
  instance: InstanceName,
): Promise<{ readonly jobs: number; readonly hadMails: boolean }> {
  const made = await within.get('SELECT to_regclass(?) IS NOT NULL AS is', `${QUEUE_SCHEMA}._private_jobs`);
  if (made?.['is'] !== true) return { jobs: 0, hadMails: false };
  const jobs = await within.all(
    `SELECT jobs.key, jobs.task_identifier, held.payload->>'purpose' AS purpose
     FROM ${QUEUE_SCHEMA}.jobs JOIN ${QUEUE_SCHEMA}._private_jobs AS held USING (id) WHERE jobs.key LIKE ?`,
    `${instance}:%`,
  );
  for (const { key } of jobs) await within.get(`SELECT 1 FROM ${QUEUE_SCHEMA}.remove_job(?)`, String(key));
  const hadMails = jobs.some(
    (job) => job['purpose'] === 'mails' || kindOf(String(job['task_identifier'])) === 'deliver',
  );
  return { jobs: jobs.length, hadMails };
}
