import type { Config } from '../config/load.ts';
import { runId } from '../model/ids.ts';
import type { RunResult } from '../model/result.ts';
import { terminalSummary } from '../report/terminal.ts';
import type { Store } from '../store/store.ts';
import type { Context } from './context.ts';
import { OWN_VOICE } from './own-words.ts';
import { reportInput } from './report-input.ts';

/** The ten-second summary of a stored run, on standard output. */
export async function printSummary(
  result: RunResult,
  store: Store,
  config: Config,
  context: Context,
): Promise<void> {
  const input = await reportInput(store, config, OWN_VOICE, runId(result.run.id));
  context.out(terminalSummary(input, { color: context.color, width: context.width }));
}
