import type { RunResult } from '../../model/result.ts';
import type { UtcMs } from '../../model/units.ts';
import { earlierInPeriod } from '../../report/figures/one-period.ts';
import type { ReportInput } from '../../report/input.ts';
import type { RunRow, Store } from '../../store/store.ts';
import { resultsOf, trendOf } from './trend.ts';

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
  const isLastOfItsPeriod = (_: RunRow, at: number) => at > 0 && names[at] !== names[at - 1];
  const earlier = earlierInPeriod();
  for await (const one of resultsOf(store, finished.filter(isSame))) earlier.see(one);
  const shown = earlier.without(result);
  return { result: shown, ...(await trendOf(store, finished.filter(isLastOfItsPeriod), shown)) };
}
