import { isFinished, organisationOf } from '../app/report/input.ts';
import { OWN_VOICE } from '../app/report/wording.ts';
import type { Config } from '../config/load.ts';
import type { RunResult } from '../model/result.ts';
import { terminalSummary } from '../report/export/terminal.ts';
import { runPoint } from '../report/figures/totals.ts';
import type { Store } from '../store/store.ts';
import type { Context } from './context.ts';

/** The ten-second summary of a stored run, on standard output. */
export async function printSummary(
  result: RunResult,
  store: Store,
  config: Config,
  context: Context,
): Promise<void> {
  const rows = await store.runs.list();
  const before = rows.find((row) => isFinished(row) && row.id < result.run.id);
  const last = before === undefined ? null : await store.runs.result(before.id);
  const history = (last === null ? [result] : [last, result]).map(runPoint);
  const input = { result, history, organisation: organisationOf(config), checks: OWN_VOICE.checks };
  context.out(terminalSummary(input, { color: context.color, width: context.width }));
}
