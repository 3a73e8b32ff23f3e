import { withTightHeap } from '../../heap.ts';
import { PartialError } from '../../model/errors.ts';
import type { ResultHead } from '../../model/long-result.ts';
import { mayBeUsed } from '../../model/run.ts';
import type { JobOf } from '../../queue/job.ts';
import { openAudit } from '../audit/by-config.ts';
import { concludeAudit } from '../audit/stages.ts';
import { eraseOldNights } from '../retention.ts';
import type { JobSetting, NextJob } from './job-setting.ts';
import { decideMails } from './mails.ts';
import { afterFailure } from './read-stages.ts';

/** A judgement that waits for the last readers looks again after this, milliseconds. */
const READERS_END_MS = 1_000;
/** A run is begun anew once the judgement of the one before it has left the queue, likewise. */
const THIS_ENDS_MS = 2_000;

/**
 * Judges what was read and stores the result; where mails are due, decides which, and queues them.
 * @throws {PartialError} when the disk is full: the queue tries again.
 */
export async function judge(setting: JobSetting, job: JobOf<'judge'>): Promise<readonly NextJob[]> {
  const { store, vault, config, context, queue, sharedFor } = setting;
  const { instance, run, purpose } = job;
  const reading = (await queue.list(instance)).some((one) => one.kind === 'read' && one.state !== 'failed');
  if (reading) return [{ job, how: { afterMs: READERS_END_MS } }];
  const outcome = await withTightHeap(() =>
    openAudit(store, config, context, (audit) => concludeAudit(audit, run), {
      ...{ vault, shared: sharedFor(run) },
    }),
  );
  if (outcome === 'more') return [{ job, how: {} }];
  if (outcome === 'gone') {
    // Somebody was erased, and with them all that it knew; or another run has taken its place.
    const isErased = (await store.runs.list()).some(({ id, status }) => id === run && status === 'running');
    context.log.info({ run, isErased }, 'This run was given up');
    // The place of a reading is taken by any other run.
    if (purpose === 'reading' && !isErased) return [];
    const how = { afterMs: THIS_ENDS_MS };
    return [{ job: { kind: 'inventory', instance, purpose }, how }];
  }
  const { problem } = outcome;
  // What was read stands: only its end is to be stored.
  if (problem instanceof PartialError) throw problem;
  if (problem !== null) return afterFailure(setting, job, { problem, result: outcome.result });
  for (const warning of outcome.warnings) context.log.debug({ run }, warning);
  context.log.info({ run, ...figuresOf(outcome.result) }, 'Run concluded');
  if (purpose === 'mails' && mayBeUsed(outcome.result.run, 'sent')) await decideMails(setting, run);
  else {
    await eraseOldNights(store, config, context);
    await setting.noteEnd(purpose, null);
  }
  return [];
}

/** How a run ended, without a name. */
function figuresOf({ run, coverage, checks }: ResultHead) {
  const findings = checks.reduce((sum, check) => sum + check.findings, 0);
  return { status: run.status, ...coverage, findings, requests: run.requests };
}
