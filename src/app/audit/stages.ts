import { performance } from 'node:perf_hooks';
import type { UnsettledMember } from '../../gather/members/unsettled-member.ts';
import type { RunId } from '../../model/ids.ts';
import { hasReason } from '../../model/reasons/reason.ts';
import type { MonotonicMs } from '../../model/units.ts';
import { nameQuestions } from '../../nextcloud/ocs/account-by-name.ts';
import { type AuditEnd, judgeRun, sharesOfDeparted } from './audit-members.ts';
import { endRun } from './end-run.ts';
import { readEach, readingOf } from './read-all.ts';
import { isInterrupted } from './run-status.ts';
import type { AuditSetting } from './setting.ts';
import { batchOf, documentOf, keptReading, readingsOf, withMembers } from './stages/kept.ts';
import { endedOutcome, inStage, keepEnd, type Stage, type StageOptions } from './stages/stage.ts';
import { unknownMembers } from './unknown-names.ts';

export { beginAudit } from './stages/begin.ts';

/**
 * What came of one call of a stage. 'more': it was asked to stop, or its time was over: to be called again. 'gone': the run
 * is not under way: it has ended, another one was begun, somebody in it was erased, or another version began it.
 */
export type StageState = 'done' | 'more' | 'gone';

/**
 * Reads the members of a batch who are not read yet, and keeps each as soon as it is settled.
 * @param until when it takes no further member; those under way are finished.
 * @returns an outcome where the run has failed with it: the server went into maintenance.
 */
export async function readBatch(
  setting: AuditSetting,
  run: RunId,
  batch: number,
  { until, ...options }: StageOptions & { readonly until: MonotonicMs },
): Promise<StageState | AuditEnd> {
  return inStage(setting, run, options, (stage) => readLeft(stage, batch, until));
}

/**
 * The last stage: group folders, judging, and the end of the run in the store. With no other stage of the same store
 * meanwhile. It reads whoever is not read yet. Once the run has ended, it gives the same outcome again.
 * @returns an outcome whose problem is a `PartialError` where it could not be stored: to be called again.
 */
export async function concludeAudit(
  setting: AuditSetting,
  run: RunId,
  options: StageOptions = {},
): Promise<AuditEnd | Exclude<StageState, 'done'>> {
  return (
    (await endedOutcome(setting, run)) ??
    (await inStage(setting, run, options, (stage) => conclude(stage, options)))
  );
}

async function readLeft(stage: Stage, batch: number, until: MonotonicMs): Promise<StageState> {
  const { setting, run, head } = stage;
  const { work } = setting.store;
  const kept = await batchOf(work, run, batch);
  if (kept === null) return 'gone';
  const read = await work.readMembers(run, batch);
  const left = kept.members.filter(({ id }) => !read.has(id));
  const { notListed, askedBefore } = kept;
  const context = readingOf(setting, { ...head.facts, notListed, askedBefore }, left.length, stage.learnt);
  stage.readsBy(context);
  let state: StageState = 'done';
  await readEach(context, left, {
    mayGoOn() {
      if (state === 'done' && (performance.now() >= until || isInterrupted(setting))) state = 'more';
      return state === 'done';
    },
    async keep(unsettled) {
      if (wasCutOff(unsettled)) {
        if (unsettled.entries !== 'stored') await unsettled.entries?.abandon();
        state = state === 'gone' ? state : 'more';
        return;
      }
      stage.note(unsettled);
      const body = await keptReading(run, unsettled);
      const reading = { batch, member: unsettled.read.member.id, body };
      if (!(await work.keepReading(run, reading, stage.kept()))) state = 'gone';
    },
  });
  return state;
}

/** What the end of this process kept from being read is left to another one. */
function wasCutOff({ read: { coverage } }: UnsettledMember): boolean {
  return hasReason(coverage.reasons, ['stop.asked', 'stop.broke-off', 'member.not-reached']);
}

async function conclude(stage: Stage, { alongside }: StageOptions): Promise<AuditEnd | 'more' | 'gone'> {
  const { setting, run, head } = stage;
  const { work } = setting.store;
  for (let batch = 0; batch < head.batches; batch++) {
    const state = await readLeft(stage, batch, Number.POSITIVE_INFINITY);
    if (state !== 'done') return state;
  }
  const kept = await documentOf(work, run, 'start');
  if (kept === null) return 'gone';
  const { doubtful, register } = kept;
  const questions = nameQuestions(setting.client.as(setting.admin), kept.questions);
  const unsettled = await readingsOf(work, run, head.batches);
  if (unsettled === null) return 'gone';
  const members = unsettled.map(({ read }) => read.member);
  const start = { ...kept.start, questions, inventory: withMembers(kept.start.inventory, members) };
  const facts = { ...head.facts, notListed: start.inventory.notListed, askedBefore: new Map() };
  const context = readingOf(setting, facts, members.length, stage.learnt);
  const departed = await sharesOfDeparted(setting, members);
  const judged = await judgeRun(setting, { run, start, register, departed }, context, unsettled);
  const unknown = isInterrupted(setting) ? [] : await unknownMembers(setting, start.inventory, questions);
  const warnings = judged.problem === null ? [...doubtful, ...unknown, ...judged.warnings] : [];
  try {
    if (isInterrupted(setting)) return 'more';
    return await endRun(setting, { ...judged, warnings }, async (outcome, within, statements) => {
      await keepEnd(within, stage, outcome);
      await alongside?.(outcome, within, statements);
    });
  } finally {
    for (const tree of judged.spaceTrees) await tree.abandon();
  }
}
