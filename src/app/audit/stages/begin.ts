import type { MemberId, RunId } from '../../../model/ids.ts';
import type { Member } from '../../../model/member.ts';
import type { Queryable, WorkStore } from '../../../store/store.ts';
import { asUnusable, failedRun } from '../audit.ts';
import { type AuditEnd, membersOf } from '../audit-members.ts';
import type { ServerTraffic } from '../compose-result.ts';
import { readingFacts } from '../read-all.ts';
import { type RegisterOfRun, takeRegister } from '../register.ts';
import { isInterrupted } from '../run-status.ts';
import type { AuditSetting } from '../setting.ts';
import { type Started, startAudit } from '../start-audit.ts';
import { batchDocument, documentOf, documents, withoutMembers } from './kept.ts';
import { openSlice } from './slice.ts';

/** A run that is done in stages, by any process that has its store: begun, read batch by batch, concluded. */
export interface StagedRun {
  readonly run: RunId;
  /** Numbered from 0; in any order, side by side. */
  readonly batches: number;
}

export interface BeginOptions {
  /** Names this beginning: called again with it, `beginAudit` gives the run that it began. */
  readonly key?: string;
  /** Members of one batch; 50 unless said otherwise. */
  readonly batchSize?: number;
  /** Writes in the transaction that begins the run. */
  readonly alongside?: (begun: StagedRun, statements: Queryable) => Promise<void>;
}

const BATCH_SIZE = 50;

/**
 * The first stage: who the members are. With no other stage of the same store meanwhile.
 * @returns an outcome where the run has ended with it: the server cannot be used. 'more' where it was asked to stop.
 * @throws {UsageError} as `runAudit`: nothing was done.
 */
export async function beginAudit(
  setting: AuditSetting,
  { key, batchSize = BATCH_SIZE, alongside }: BeginOptions = {},
): Promise<StagedRun | AuditEnd | 'more'> {
  const known = key === undefined ? null : await runBegunBy(setting.store.work, key);
  if (known !== null) return known;
  const startedAt = setting.clock();
  const since = { ...setting.client.traffic };
  try {
    const started = await startAudit(setting, startedAt);
    if (started === null) return 'more';
    const register = await takeRegister(setting, startedAt);
    const kept = { key: key ?? null, batchSize, started, register };
    return await setting.store.atomically(async (within, statements) => {
      const begun = await keepBeginning({ ...setting, store: within }, kept, since);
      await alongside?.(begun, statements);
      return begun;
    });
  } catch (error) {
    const problem = asUnusable(error);
    return isInterrupted(setting) ? 'more' : failedRun(setting, startedAt, problem);
  }
}

/** Keeps in the store what the other stages need. */
async function keepBeginning(
  setting: AuditSetting,
  { key, batchSize, started: { start, doubtful }, register }: Beginning,
  since: ServerTraffic,
): Promise<StagedRun> {
  const { work, runs } = setting.store;
  const { questions, earlier: _, ...rest } = start;
  const { notListed, askedBefore, ...facts } = readingFacts(start);
  const members = membersOf(setting, start);
  const batches = Math.ceil(members.length / batchSize);
  const head = { key, batches, facts, full: setting.full, only: setting.only };
  const kept = { ...rest, inventory: withoutMembers(rest.inventory, members) };
  await work.clear();
  const run = await runs.start(start.startedAt);
  await work.keep(
    run,
    documents({ head, start: { start: kept, questions: questions.soFar(), register, doubtful } }),
  );
  for (let batch = 0; batch < batches; batch++) {
    const own = members.slice(batch * batchSize, (batch + 1) * batchSize);
    const some = { members: own, notListed: only(own, notListed), askedBefore: only(own, askedBefore) };
    await work.keep(run, batchDocument(batch, some));
  }
  await work.keepSlice(run, (await openSlice(setting, run, head, since)).kept());
  return { run, batches };
}

interface Beginning {
  readonly key: string | null;
  readonly batchSize: number;
  readonly started: Started;
  readonly register: RegisterOfRun;
}

function only<T>(members: readonly Member[], all: ReadonlyMap<MemberId, T>): ReadonlyMap<MemberId, T> {
  return new Map(
    members.flatMap(({ id }) => {
      const value = all.get(id);
      return value === undefined ? [] : [[id, value] as const];
    }),
  );
}

/** The latest run, where a call with this key began it; else null. */
export async function runBegunBy(work: WorkStore, key: string): Promise<StagedRun | null> {
  const run = await work.latest();
  const head = run === null ? null : await documentOf(work, run, 'head');
  return run === null || head?.key !== key ? null : { run, batches: head.batches };
}
