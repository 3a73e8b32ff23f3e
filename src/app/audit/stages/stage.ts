import type { ServerUnusableError } from '../../../model/errors.ts';
import type { RunId } from '../../../model/ids.ts';
import { reasonOf, serverUnusable } from '../../../model/reasons/errors.ts';
import type { Store } from '../../../store/store.ts';
import { NOTHING_ACCEPTED } from '../acceptance.ts';
import { asUnusable } from '../audit.ts';
import type { AuditEnd } from '../audit-members.ts';
import type { AtEnd } from '../end-run.ts';
import { failedResult } from '../failed-result.ts';
import { isInterrupted } from '../run-status.ts';
import type { AuditSetting } from '../setting.ts';
import { documentOf, documents, type Head } from './kept.ts';
import { type OpenSlice, openSlice } from './slice.ts';

export interface StageOptions {
  /** Writes in the transaction that ends the run; also where it fails. */
  readonly alongside?: AtEnd;
}

/** One stage at work. */
export interface Stage extends OpenSlice {
  readonly run: RunId;
  readonly head: Head;
}

/** Does the work of a stage where the run is under way, and keeps what it cost. Where the server fails, so does the run. */
export async function inStage<State extends string>(
  setting: AuditSetting,
  run: RunId,
  options: StageOptions,
  work: (stage: Stage) => Promise<State | AuditEnd>,
): Promise<State | AuditEnd | 'more' | 'gone'> {
  const { store } = setting;
  const head = (await store.work.isOpen(run)) ? await documentOf(store.work, run, 'head') : null;
  if (head === null) return 'gone';
  const stage = { run, head, ...(await openSlice(setting, run, head)) };
  try {
    return await work(stage);
  } catch (error) {
    const problem = asUnusable(error);
    return isInterrupted(setting) ? 'more' : await fail(stage, problem, options);
  } finally {
    await store.work.keepSlice(run, stage.kept());
  }
}

/** A run whose server failed it ends, and changes no state. */
async function fail(
  stage: Stage,
  problem: ServerUnusableError,
  { alongside }: StageOptions,
): Promise<AuditEnd | 'gone'> {
  const { setting, run, head } = stage;
  const finishedAt = setting.clock();
  const times = { startedAt: head.facts.startedAt, finishedAt };
  const result = failedResult(run, setting, reasonOf(problem), times);
  const outcome = { result, problem, odd: [], warnings: [], accepted: NOTHING_ACCEPTED };
  return setting.store.atomically(async (within, statements) => {
    if (!(await within.work.isOpen(run))) return 'gone';
    await within.runs.fail(run, result, finishedAt);
    await keepEnd(within, stage, outcome);
    await alongside?.(outcome, within, statements);
    return outcome;
  });
}

export async function keepEnd({ work }: Store, { run, head }: Stage, outcome: AuditEnd): Promise<void> {
  const { problem, odd, warnings, accepted } = outcome;
  const why = problem === null ? null : reasonOf(problem);
  await work.end(run, documents({ head, end: { problem: why, odd, warnings, accepted } }));
}

/** What a run that has ended came to; null where it has not, or nothing is kept of how it ended. */
export async function endedOutcome({ store }: AuditSetting, run: RunId): Promise<AuditEnd | null> {
  const end = await documentOf(store.work, run, 'end');
  const result = end === null ? null : await store.runs.head(run);
  if (end === null || result === null) return null;
  return { ...end, result, problem: end.problem === null ? null : serverUnusable(end.problem) };
}
