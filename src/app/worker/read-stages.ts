import { performance } from 'node:perf_hooks';
import type { ResultHead } from '../../model/long-result.ts';
import { addJob } from '../../queue/add-job.ts';
import type { Job, JobOf } from '../../queue/job.ts';
import type { Queryable } from '../../store/store.ts';
import type { AuditEnd } from '../audit/audit-members.ts';
import { openAudit } from '../audit/by-config.ts';
import { runBegunBy, type StagedRun } from '../audit/stages/begin.ts';
import { beginAudit, readBatch } from '../audit/stages.ts';
import type { JobSetting, NextJob } from './job-setting.ts';
import { assertMailsMayLeave } from './mails.ts';

/** Maximum number of batches of one instance in the queue: a large one may use several workers, and holds up none. */
const BATCHES_AT_ONCE = 4;
/** How long a job reads before others have their turn, milliseconds. */
const SLICE_MS = 20_000;
/** A run that waits for another one looks again after this, milliseconds. */
const LOOK_AGAIN_MS = 60_000;
/** A server that could not be used for mails is asked again after this, milliseconds. */
const AGAIN_AFTER_FAILURE_MS = 15 * 60_000;
/** A run whose jobs failed so often is given up for a new one. */
const HOPELESS_TRIES = 4;

/**
 * Begins a run, unless one is under way.
 * @param id of the job: what it began before its worker was killed is not begun again.
 */
export async function inventory(
  setting: JobSetting,
  job: JobOf<'inventory'>,
  id: string,
): Promise<readonly NextJob[]> {
  const { store, vault, config, context, queue, sharedFor } = setting;
  const { instance, purpose } = job;
  const key = `job ${id}`;
  // Its jobs were queued with it.
  if ((await runBegunBy(store.work, key)) !== null) return [];
  const runs = (await queue.list(instance)).filter(({ kind }) => kind === 'read' || kind === 'judge');
  if (runs.some(({ state, tries }) => state !== 'failed' && tries < HOPELESS_TRIES)) {
    context.log.info({ purpose }, 'A run is under way: this one comes after it');
    // What is read every night is read by the run that is under way.
    return purpose === 'reading' ? [] : [{ job, how: { afterMs: LOOK_AGAIN_MS } }];
  }
  if (purpose === 'mails') await assertMailsMayLeave(setting);
  // No run stands without the jobs that go on with it.
  const alongside = async (begun: StagedRun, statements: Queryable) => {
    for (const next of firstJobs(begun, job)) await addJob(statements, next);
  };
  const begun = await openAudit(store, config, context, (audit) => beginAudit(audit, { key, alongside }), {
    ...{ vault, shared: sharedFor(null) },
  });
  if (begun === 'more') return [{ job, how: {} }];
  if (!('batches' in begun)) return afterFailure(setting, job, begun);
  const { run, batches } = begun;
  context.log.info({ run, batches }, 'Run begun');
  return [];
}

function firstJobs({ run, batches }: StagedRun, { instance, purpose }: JobOf<'inventory'>): readonly Job[] {
  if (batches === 0) return [{ kind: 'judge', instance, run, purpose }];
  return Array.from({ length: Math.min(batches, BATCHES_AT_ONCE) }, (_, batch) => ({
    kind: 'read',
    ...{ instance, run, batch, batches, purpose },
  }));
}

/** Reads members of a batch for a while, then lets others have their turn. */
export async function read(setting: JobSetting, job: JobOf<'read'>): Promise<readonly NextJob[]> {
  const { store, vault, config, context, sharedFor } = setting;
  const { instance, run, batch, batches, purpose } = job;
  const until = performance.now() + SLICE_MS;
  const state = await openAudit(store, config, context, (audit) => readBatch(audit, run, batch, { until }), {
    ...{ vault, shared: sharedFor(run) },
  });
  if (typeof state !== 'string') return afterFailure(setting, job, state);
  switch (state) {
    case 'more':
      return [{ job, how: {} }];
    case 'done':
      if (batch + BATCHES_AT_ONCE < batches)
        return [{ job: { ...job, batch: batch + BATCHES_AT_ONCE }, how: { ifThere: 'keep' } }];
      break;
    case 'gone':
      // Whether it has ended, or was given up, is seen by who would judge it.
      break;
  }
  return [{ job: { kind: 'judge', instance, run, purpose }, how: { ifThere: 'keep' } }];
}

/**
 * What follows a run that reached nothing. A reading comes again the next night; mails are not to wait for a month.
 * @throws {ServerUnusableError} from the inventory of mails, which is tried again after pauses that grow.
 */
export async function afterFailure(
  { context, instance: { name }, noteEnd }: JobSetting,
  job: JobOf<'inventory' | 'read' | 'judge'>,
  { problem, result }: Pick<AuditEnd, 'problem' | 'result'>,
): Promise<readonly NextJob[]> {
  const { purpose } = job;
  const again = { kind: 'inventory', instance: name, purpose } as const;
  if (problem === null) return wasInterrupted(result) ? [{ job: again, how: {} }] : [];
  context.log.error({ run: result.run.id }, problem.message);
  await noteEnd(purpose, problem.message);
  if (purpose === 'reading') return [];
  if (job.kind === 'inventory') throw problem;
  return [{ job: again, how: { afterMs: AGAIN_AFTER_FAILURE_MS } }];
}

function wasInterrupted({ run }: ResultHead): boolean {
  return run.status === 'interrupted';
}
