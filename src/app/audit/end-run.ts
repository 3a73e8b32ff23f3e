import { noteAbsences } from '../../gather/members/absences.ts';
import { PartialError } from '../../model/errors.ts';
import { mayBeUsed } from '../../model/run.ts';
import type { Queryable, Store } from '../../store/store.ts';
import type { AuditEnd, JudgedRun } from './audit-members.ts';
import { noteRegister } from './register.ts';
import type { AuditSetting } from './setting.ts';

/** What is written in the same transaction as the end of a run. */
export type AtEnd = (outcome: AuditEnd, within: Store, statements: Queryable) => Promise<void>;

/** Stores how a run came out, all in one transaction. Where that does not succeed, what stood before stands. */
export async function endRun(
  setting: AuditSetting,
  judged: JudgedRun,
  atEnd: AtEnd = async () => {},
): Promise<AuditEnd & Pick<JudgedRun, 'result'>> {
  const { begun, result, problem, odd, warnings, accepted } = judged;
  const { run, start } = begun;
  const outcome = { result, problem, odd, warnings, accepted };
  try {
    return await setting.store.atomically(async (within, statements) => {
      if (problem !== null) {
        await within.runs.fail(run, result, setting.clock());
        await atEnd(outcome, within, statements);
        return outcome;
      }
      const stored = await within.runs.finish(run, result, judged.judgement.judged);
      const inside = { ...setting, store: within };
      await noteRegister(inside, judged.judgement.register, start.startedAt);
      await noteAbsences(inside, start, judged.recipients, mayBeUsed(result.run, 'compared'));
      await setting.onStored?.(stored, within);
      const ended = { ...outcome, result: stored };
      await atEnd(ended, within, statements);
      return ended;
    });
  } catch (error) {
    if (error instanceof PartialError) return { ...outcome, problem: error, warnings: [] };
    throw error;
  }
}
