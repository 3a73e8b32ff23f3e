import { performance } from 'node:perf_hooks';
import type { UnsettledMember } from '../../gather/members/unsettled-member.ts';
import type { MemberId, RunId } from '../../model/ids.ts';
import type { Member } from '../../model/member.ts';
import type { MonotonicMs } from '../../model/units.ts';
import { asUnusable, failedRun, interruptedRun } from './audit.ts';
import { type AuditOutcome, type BegunRun, beginRun, concludeRun, membersOf } from './audit-members.ts';
import { readAll, readingOf } from './read-all.ts';
import { isInterrupted } from './run-status.ts';
import type { AuditSetting } from './setting.ts';
import { startAudit } from './start-audit.ts';
import { unknownMembers } from './unknown-names.ts';

/** A run that is done in stages, by any process that has its store: begun, read batch by batch, concluded. */
export interface StagedRun {
  readonly run: RunId;
  /** Numbered from 0; in any order, side by side. */
  readonly batches: number;
}

/**
 * What came of one call of a stage: 'more' = it was asked to stop, or its time was over: call it again. 'gone' = this
 * run is not under way: it has ended, another one was begun, or somebody in it was erased; begin anew where one is still due.
 */
export type StageState = 'done' | 'more' | 'gone';

const BATCH_SIZE = 50;

interface Kept {
  readonly begun: BegunRun;
  readonly doubtful: readonly string[];
  readonly unsettled: Map<MemberId, UnsettledMember>;
}

const KEPT = new Map<string, Kept>();

/**
 * The first stage. Only one at a time for one store, and no other stage of it meanwhile.
 * @returns an outcome where the run has ended with it: the server cannot be used.
 * @throws {UsageError} as `runAudit`: nothing was done.
 */
export async function beginAudit(setting: AuditSetting): Promise<StagedRun | AuditOutcome> {
  const startedAt = setting.clock();
  try {
    const started = await startAudit(setting, startedAt);
    if (started === null) return interruptedRun(setting, startedAt);
    const begun = await beginRun(setting, started.start);
    KEPT.set(keyOf(setting, begun.run), { begun, doubtful: started.doubtful, unsettled: new Map() });
    return { run: begun.run, batches: Math.ceil(membersOf(setting, begun.start).length / BATCH_SIZE) };
  } catch (error) {
    return failedRun(setting, startedAt, asUnusable(error));
  }
}

/**
 * Reads the members of a batch who are not read yet, and keeps each as soon as it is settled.
 * @param until when it takes no further member; the one under way is finished.
 * @returns an outcome where the run has failed with it: maintenance.
 */
export async function readBatch(
  setting: AuditSetting,
  run: RunId,
  batch: number,
  { until }: { readonly until: MonotonicMs },
): Promise<StageState | AuditOutcome> {
  const kept = KEPT.get(keyOf(setting, run));
  if (kept === undefined) return 'gone';
  const { begun, unsettled } = kept;
  const left = batchOf(membersOf(setting, begun.start), batch).filter(({ id }) => !unsettled.has(id));
  const context = readingOf(setting, begun.start, left.length);
  try {
    for (const member of left) {
      if (performance.now() >= until || isInterrupted(setting)) return 'more';
      const [one] = await readAll(context, [member], begun.askedAt);
      if (isInterrupted(setting)) return 'more';
      if (one !== undefined) unsettled.set(member.id, one);
    }
    return 'done';
  } catch (error) {
    return failedRun(setting, begun.start.startedAt, asUnusable(error));
  }
}

/**
 * The last stage: group folders, judging, and the end of the run in the store. No other stage of the store meanwhile.
 * Once concluded, a run gives the same outcome again.
 */
export async function concludeAudit(
  setting: AuditSetting,
  run: RunId,
): Promise<AuditOutcome | Exclude<StageState, 'done'>> {
  const kept = KEPT.get(keyOf(setting, run));
  if (kept === undefined) return 'gone';
  const { begun, doubtful, unsettled } = kept;
  const { start } = begun;
  const members = membersOf(setting, start);
  try {
    const outcome = await concludeRun(
      setting,
      begun,
      readingOf(setting, start, members.length),
      members.flatMap(({ id }) => unsettled.get(id) ?? []),
    );
    const unknown = await unknownMembers(setting, start.inventory, start.questions);
    KEPT.delete(keyOf(setting, run));
    return { ...outcome, warnings: [...doubtful, ...unknown, ...outcome.warnings] };
  } catch (error) {
    return failedRun(setting, start.startedAt, asUnusable(error));
  }
}

function batchOf(members: readonly Member[], batch: number): readonly Member[] {
  return members.slice(batch * BATCH_SIZE, (batch + 1) * BATCH_SIZE);
}

function keyOf({ url }: AuditSetting, run: RunId): string {
  return `${url} ${run}`;
}
