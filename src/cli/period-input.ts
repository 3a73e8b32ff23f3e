import type { RunResult } from '../model/result.ts';
import type { UtcMs } from '../model/units.ts';
import type { ReportInput } from '../report/input.ts';
import { withoutEarlier } from '../report/one-period.ts';
import { runPoint } from '../report/totals.ts';
import { usageOver } from '../report/usage-over.ts';
import type { RunRow, Store } from '../store/store.ts';

const TREND_LENGTH = 12;

/**
 * A run as the mails of its period tell it (see `asOnePeriod`): against the last run of an earlier period.
 * @param finished the finished runs up to and with this one, newest first.
 * @param nameOf the period in which a moment lies.
 */
export async function periodInput(
  store: Store,
  result: RunResult,
  finished: readonly RunRow[],
  nameOf: (at: UtcMs) => string,
): Promise<NonNullable<ReportInput['period']>> {
  const names = finished.map(({ startedAt }) => nameOf(startedAt));
  const isSame = (_: RunRow, at: number) => at > 0 && names[at] === names[0];
  const isLastOfItsPeriod = (_: RunRow, at: number) => at === 0 || names[at] !== names[at - 1];
  const same = await resultsOf(store, finished.filter(isSame));
  const before = await resultsOf(store, finished.filter(isLastOfItsPeriod).slice(1, TREND_LENGTH));
  const told = withoutEarlier(result, same);
  const history = [...before, told];
  return {
    result: told,
    previous: before.at(-1) ?? null,
    history: history.map(runPoint),
    usage: usageOver(history),
  };
}

/** The results of these runs, oldest first. */
async function resultsOf(store: Store, rows: readonly RunRow[]): Promise<readonly RunResult[]> {
  const results = await Promise.all(rows.map(({ id }) => store.runs.result(id)));
  return results.filter((one) => one !== null).reverse();
}
