import type { RunResult } from '../../model/result.ts';
import type { UtcMs } from '../../model/units.ts';
import { earlierInPeriod } from '../../report/figures/one-period.ts';
import type { ReportInput } from '../../report/input.ts';
import type { RunRow, Store } from '../../store/store.ts';
import { resultsOf, trendOf } from './trend.ts';

/**
 * A run as the mails of its period tell it (see `asOnePeriod`): against the last run of an earlier period.
 * @param runs those before it that may be compared against, newest first.
 * @param nameOf the period in which a moment lies.
 */
export async function periodInput(
  store: Store,
  result: RunResult,
  runs: readonly RunRow[],
  nameOf: (at: UtcMs) => string,
): Promise<NonNullable<ReportInput['period']>> {
  const own = nameOf(Date.parse(result.run.startedAt));
  const names = runs.map(({ startedAt }) => nameOf(startedAt));
  const isSame = (_: RunRow, at: number) => names[at] === own;
  const isLastOfItsPeriod = (_: RunRow, at: number) => names[at] !== (at === 0 ? own : names[at - 1]);
  const earlier = earlierInPeriod();
  for await (const one of resultsOf(store, runs.filter(isSame))) earlier.see(one);
  const shown = earlier.without(result);
  return { result: shown, ...(await trendOf(store, runs.filter(isLastOfItsPeriod), shown)) };
}
