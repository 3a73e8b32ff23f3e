import type { Config } from '../config/load.ts';
import { runId } from '../model/ids.ts';
import type { DeliveryReport, ReportInput } from '../report/input.ts';
import type { Store } from '../store/store.ts';
import type { AppContext } from './context.ts';
import { reportInput } from './report/input.ts';
import { templatesOf } from './report/templates.ts';
import { wordsOf } from './report/wording.ts';
import { DEFAULT_FORMATS, folderOf, writeReport } from './report/write.ts';
import { eraseOldRuns } from './retention.ts';
import type { Sending } from './send/round.ts';
import { type Sent, sendRun } from './send/send.ts';

/** What came of reporting a run and sending its mails. */
export interface ReportedRun {
  readonly sent: Sent;
  /** Whether old runs could be erased. */
  readonly isPurged: boolean;
}

/** After an audit: erases the runs that the retention does not keep, and writes the report of this one. */
export async function reportRun(
  store: Store,
  config: Config,
  context: AppContext,
  run: number,
): Promise<{ readonly input: ReportInput; readonly folder: string; readonly isPurged: boolean }> {
  const isPurged = await eraseOldRuns(store, config, context);
  const input = await reportInput(store, config, wordsOf(config), runId(run));
  const folder = folderOf(config, input);
  await writeReport(config, input, templatesOf(config), folder, DEFAULT_FORMATS);
  return { input, folder, isPurged };
}

/**
 * Reports a run after its audit, sends its mails, and writes what became of them into the report.
 * @param onSent takes how the sending ended, before the report is written again.
 */
export async function reportAndSend(
  store: Store,
  config: Config,
  context: AppContext,
  run: number,
  sending: Sending,
  onSent: (sent: Sent) => void,
): Promise<ReportedRun> {
  const { input, folder, isPurged } = await reportRun(store, config, context, run);
  const sent = await sendRun(store, config, input, context, sending);
  onSent(sent);
  // The report lay there before the mails went; now it can say what became of them.
  if (isReported(input.delivery) || isReported(sent.delivery))
    await writeReport(config, { ...input, delivery: sent.delivery }, templatesOf(config), folder, [
      'html',
      'text',
    ]);
  return { sent, isPurged };
}

/** Whether a report says something of these mails. */
function isReported(
  { held, undelivered, inPeriod }: DeliveryReport = { held: [], undelivered: [] },
): boolean {
  return held.length + undelivered.length + (inPeriod?.size ?? 0) > 0;
}
