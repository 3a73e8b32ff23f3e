import type { RunResult } from '../../model/result.ts';
import { runPoint } from '../../report/figures/run-point.ts';
import { usageOver } from '../../report/figures/usage-over.ts';
import type { ReportInput } from '../../report/input.ts';
import type { RunRow, Store } from '../../store/store.ts';

/** Number of runs of a trend, the one that is shown among them. */
export const TREND_LENGTH = 12;

/** What a run is told against: the run before, and a few figures of those before that. */
export type Trend = Pick<ReportInput, 'previous' | 'history' | 'usage'>;

/**
 * Gathers the trend that leads to a run. Results are read one after the other and only the last is kept: a year of a large
 * cooperative would take hundreds of megabytes.
 * @param rows the runs before it, newest first.
 */
export async function trendOf(store: Store, rows: readonly RunRow[], shown: RunResult): Promise<Trend> {
  const usage = usageOver();
  const history = [];
  let previous: RunResult | null = null;
  for await (const result of resultsOf(store, rows.slice(0, TREND_LENGTH - 1))) {
    history.push(runPoint(result));
    usage.see(result);
    previous = result;
  }
  usage.see(shown);
  return { previous, history: [...history, runPoint(shown)], usage: usage.byMember };
}

/** The results of these runs, one by one, oldest first. */
export async function* resultsOf(store: Store, rows: readonly RunRow[]): AsyncGenerator<RunResult> {
  for (const { id } of [...rows].reverse()) {
    const result = await store.runs.result(id);
    if (result !== null) yield result;
  }
}
