import { RequestError, ServerUnusableError } from '../../model/errors.ts';
import { wholeResult } from '../../model/long-result.ts';
import { reasonOf, serverUnusable } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { UtcMs } from '../../model/units.ts';
import { NOTHING_ACCEPTED } from './acceptance.ts';
import { type AuditOutcome, beginRun, judgeRun, membersOf } from './audit-members.ts';
import { endRun } from './end-run.ts';
import { failedResult, interruptedResult } from './failed-result.ts';
import { readAll, readingFacts, readingOf } from './read-all.ts';
import { isInterrupted } from './run-status.ts';
import type { AuditSetting } from './setting.ts';
import { startAudit } from './start-audit.ts';
import { unknownMembers } from './unknown-names.ts';

/**
 * One audit in one process: who the members are, what they hold and share, what is to be said about it. The result is
 * stored. A server that cannot be used gives a failed result (exit 4), not an exception.
 * @throws {UsageError} when there is no Nextcloud, or one of its kin, the administrator's login is wrong, or a group of the config
 * does not exist: nothing was done.
 */
export async function runAudit(setting: AuditSetting): Promise<AuditOutcome> {
  const startedAt = setting.clock();
  try {
    const started = await startAudit(setting, startedAt);
    if (started === null) return interruptedRun(setting, startedAt);
    const { start, doubtful } = started;
    const begun = await beginRun(setting, start);
    const members = membersOf(setting, start);
    const context = readingOf(setting, readingFacts(start), members.length);
    const judged = await judgeRun(setting, begun, context, await readAll(context, members));
    const outcome = await endRun(setting, judged);
    for (const tree of [...judged.memberTrees, ...judged.spaceTrees]) await tree.abandon();
    const unknown = isInterrupted(setting)
      ? []
      : await unknownMembers(setting, start.inventory, start.questions);
    return {
      ...outcome,
      result: wholeResult(outcome.result),
      warnings: [...doubtful, ...unknown, ...outcome.warnings],
    };
  } catch (error) {
    const problem = asUnusable(error);
    return isInterrupted(setting)
      ? interruptedRun(setting, startedAt)
      : failedRun(setting, startedAt, problem);
  }
}

/** A server that cannot be reached or used makes the run worth nothing; anything else is not ours to soften. */
export function asUnusable(error: unknown): ServerUnusableError {
  if (error instanceof ServerUnusableError) return error;
  if (!(error instanceof RequestError)) throw error;
  return serverUnusable(because('run.unusable', { cause: [reasonOf(error)] }), { cause: error });
}

/** A run that was interrupted before it asked a member. */
export async function interruptedRun(setting: AuditSetting, startedAt: UtcMs): Promise<AuditOutcome> {
  const { store, clock } = setting;
  const run = await store.runs.start(startedAt);
  const result = interruptedResult(run, setting, { startedAt, finishedAt: clock() });
  await store.runs.finish(run, result, []);
  return { result, problem: null, odd: [], warnings: [], accepted: NOTHING_ACCEPTED };
}

/** A run that reached nothing: it is noted, and changes no state. */
export async function failedRun(
  setting: AuditSetting,
  startedAt: UtcMs,
  problem: ServerUnusableError,
): Promise<AuditOutcome> {
  const { store, clock } = setting;
  const run = await store.runs.start(startedAt);
  const finishedAt = clock();
  const result = failedResult(run, setting, reasonOf(problem), { startedAt, finishedAt });
  await store.runs.fail(run, result, finishedAt);
  return { result, problem, odd: [], warnings: [], accepted: NOTHING_ACCEPTED };
}
