import { CHECKS } from '../../checks/index.ts';
import type { Config } from '../../config/load.ts';
import type { RunResult } from '../../model/result.ts';
import { mayBeUsed } from '../../model/run.ts';
import { terminalSummary } from '../../report/export/terminal.ts';
import { runPoint } from '../../report/figures/run-point.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import { terminalLanguage } from '../terminal.ts';
import { organisationOf } from './input.ts';
import { ownMessages } from './locales.ts';

/** The ten-second summary of a stored run, as wide as the terminal. */
export async function summaryOf(
  result: RunResult,
  store: Store,
  config: Config,
  {
    color,
    width,
    environment,
  }: Pick<AppContext, 'environment'> & {
    readonly color: boolean;
    readonly width: number;
  },
): Promise<string> {
  const rows = await store.runs.list();
  const before = rows.find((row) => mayBeUsed(row, 'compared') && row.id < result.run.id);
  const last = before === undefined ? null : await store.runs.result(before.id);
  const history = (last === null ? [result] : [last, result]).map(runPoint);
  const input = { result, history, organisation: organisationOf(config), checks: CHECKS, words: ownMessages };
  return terminalSummary(input, { color, width, language: terminalLanguage({ environment }) });
}
