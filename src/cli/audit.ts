import type { AuditOutcome } from '../app/audit/audit-members.ts';
import { auditByConfig } from '../app/audit/by-config.ts';
import { endSignalOf } from '../app/context.ts';
import { mailGaps } from '../app/mail-gaps.ts';
import { withLockedStore } from '../app/open.ts';
import { summaryOf } from '../app/report/summary.ts';
import { linesIn } from '../app/terminal.ts';
import type { Config } from '../config/load.ts';
import { writeOutput } from '../files/write.ts';
import { EXIT, type ExitCode } from '../model/errors.ts';
import { groupedBy } from '../model/lists/grouped.ts';
import { hasReason } from '../model/reasons/reason.ts';
import { registrationStop } from '../model/reasons/registration-stop.ts';
import type { RunResult } from '../model/result.ts';
import { resultText } from '../model/result-text.ts';
import { atLeast, SEVERITIES } from '../model/severity.ts';
import type { Store } from '../store/store.ts';
import { configOf } from './config.ts';
import { type Context, exitCodeAfter } from './context.ts';
import { progressLine } from './progress.ts';

export interface AuditOptions {
  readonly member?: readonly string[];
  readonly full?: boolean;
  readonly json?: string;
  readonly failOn?: string;
}

/** `menage audit`: reads the server, judges, stores the run, prints a summary. */
export async function audit(context: Context, options: AuditOptions): Promise<ExitCode> {
  const config = configOf(context);
  return withLockedStore(config, context, 'menage audit', async (store) => {
    const outcome = await auditInto(store, config, context, options);
    await showResult(outcome, store, config, context, options);
    if (outcome.problem === null) warnOfGaps(config, context);
    return exitCodeOf(outcome, options.failOn, context);
  });
}

/** What the config lacks for mails, where somebody may read it. */
function warnOfGaps(config: Config, context: Context): void {
  if (context.quiet) return;
  for (const gap of mailGaps(config, linesIn('en'))) context.log.warn(`${gap} Set it in ${config.file}.`);
}

/** One audit into an open store, its progress on the terminal. */
export async function auditInto(
  store: Store,
  config: Config,
  context: Context,
  options: AuditOptions,
): Promise<AuditOutcome> {
  try {
    return await auditByConfig(store, config, context, {
      only: options.member === undefined ? null : new Set(options.member),
      full: options.full === true,
      onProgress: progressLine(context),
      onBroken: (result) => writeJson(result, context, options),
    });
  } finally {
    context.progress(null);
  }
}

/** Writes and prints what the options ask for. */
export async function showResult(
  outcome: AuditOutcome,
  store: Store,
  config: Config,
  context: Context,
  options: AuditOptions,
): Promise<void> {
  await writeJson(outcome.result, context, options);
  if (outcome.problem !== null) context.log.error(outcome.problem.message);
  else if (options.json !== '-' && !context.quiet)
    context.out(await summaryOf(outcome.result, store, config, context));
}

async function writeJson(result: RunResult, context: Context, options: AuditOptions): Promise<void> {
  if (options.json === undefined) return;
  if (options.json === '-') context.document([...resultText(result)].join(''));
  else await writeOutput(options.json, resultText(result));
}

/** An interruption wins over 3, and 3 over 1, and both are said; a problem says its own code. */
export function exitCodeOf(
  { result, problem, warnings, accepted }: AuditOutcome,
  failOn: string | undefined,
  context: Context,
): ExitCode {
  if (problem !== null) return problem.exitCode;
  for (const warning of warnings) context.log.warn(warning);
  if (result.run.status === 'interrupted') {
    context.log.warn(interruptionOf(result));
    return exitCodeAfter(endSignalOf(context) ?? 'SIGINT');
  }
  for (const warning of accepted.warnings) context.log.warn(warning);
  for (const note of accepted.notes) context.log.info(note);
  warnOfUnread(result, context);
  const found = warnOfFindings(result, failOn, context);
  if (result.run.status === 'partial' && !accepted.coverAll) return EXIT.partial;
  return found ? EXIT.findings : EXIT.done;
}

/** What an interrupted audit leaves, and how to go on. */
function interruptionOf({ run, members }: RunResult): string {
  const reached = members.filter(({ coverage }) => !hasReason(coverage.reasons, ['member.not-reached']));
  const read = reached.filter(({ coverage: { status } }) => status === 'read' || status === 'unchanged');
  const how =
    members.length === 0
      ? ' before it asked a member.'
      : `: of ${members.length} members ${read.length} were read and ${members.length - reached.length} not reached. What was read is kept.`;
  return (
    `Run ${run.id} was interrupted${how} No report of the month, comparison or mail rests on it. ` +
    'Start the same command again to go on: what has not changed is not read again.'
  );
}

/** Names who was not read whole; what the config accepts is no warning, so that cron stays silent. */
function warnOfUnread({ members, accepted }: RunResult, { log }: Context): void {
  for (const { id, coverage } of members) {
    if (coverage.status !== 'failed' && coverage.status !== 'partial') continue;
    // One failure for all, and already said.
    if (registrationStop(coverage.reasons) !== null) continue;
    const what = `${id} was ${coverage.status === 'failed' ? 'not read' : 'read in part'}`;
    const acceptance = accepted.find(({ member }) => member === id);
    if (acceptance === undefined) log.warn(`${what}: ${coverage.reason}`);
    else {
      const until = acceptance.until === null ? '' : ` until ${acceptance.until}`;
      log.info(`${what}, which is accepted${until} (${acceptance.reason}): ${coverage.reason}`);
    }
  }
}

/** Names the checks whose findings are at or above a severity: exit code 3 must not hide them. */
function warnOfFindings({ findings }: RunResult, failOn: string | undefined, { log }: Context): boolean {
  const limit = SEVERITIES.find((severity) => severity === failOn);
  if (limit === undefined) return false;
  const grave = findings.filter(
    ({ state, severity }) => (state === 'new' || state === 'open') && atLeast(severity, limit),
  );
  if (grave.length === 0) return false;
  const byCheck = [...groupedBy(grave, ({ check }) => check)].map(([id, own]) => `${id} ${own.length}`);
  log.warn(`--fail-on ${limit}: ${grave.length} at or above it (${byCheck.join(', ')}).`);
  return true;
}
