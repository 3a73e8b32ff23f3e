import { runAudit } from '../app/audit/audit.ts';
import type { AuditOutcome } from '../app/audit/audit-members.ts';
import { brokenResult } from '../app/audit/broken.ts';
import { adminCredential, clientOf, existingVaultOf, withLockedStore } from '../app/open.ts';
import { CHECKS } from '../checks/index.ts';
import type { Config } from '../config/load.ts';
import { EXIT, type ExitCode, messageOf, UsageError } from '../errors.ts';
import { readNamedFile } from '../files/read.ts';
import { writeOutput } from '../files/write.ts';
import { parseDirectory } from '../gather/inventory/directory.ts';
import { groupId } from '../model/ids.ts';
import { oddSentence } from '../model/odd-record.ts';
import { because } from '../model/reasons/reason.ts';
import type { RunResult } from '../model/result.ts';
import { resultText } from '../model/result-text.ts';
import { atLeast, SEVERITIES } from '../model/severity.ts';
import { writtenText } from '../model/written-text.ts';
import type { Store } from '../store/store.ts';
import { configOf } from './config.ts';
import type { Context } from './context.ts';
import { printSummary } from './print-summary.ts';
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
    return exitCodeOf(outcome, options.failOn, context);
  });
}

/** One audit with the config's settings; Ctrl-C lets what is in flight finish. */
export async function auditInto(
  store: Store,
  config: Config,
  context: Context,
  options: AuditOptions,
): Promise<AuditOutcome> {
  const admin = adminCredential(config, context);
  const vault = await existingVaultOf(config, context);
  const client = await clientOf(config);
  const startedAt = context.now();
  const stop = () => client.stop(because('stop.asked'));
  context.stop.addEventListener('abort', stop);
  // Asked while the vault was opened: an event that has passed does not come again.
  if (context.stop.aborted) stop();
  try {
    const outcome = await runAudit({
      url: config.server.url,
      client,
      admin,
      credentialOf: (member) => vault?.get(member) ?? null,
      granted: vault?.list().map(({ member }) => member) ?? [],
      keepDeparted: config.retention.departed,
      store,
      clock: context.now,
      zone: config.organisation.timezone,
      language: config.organisation.language,
      groups: config.members.groups.map(groupId),
      except: config.members.except,
      quotaRule: config.members.quota,
      directory: directoryOf(config),
      antennas: config.referents.map(({ group }) => group),
      checks: CHECKS,
      checkSettings: config.checks,
      exceptions: config.exceptions,
      only: options.member === undefined ? null : new Set(options.member),
      full: options.full === true || (await isTurnOfFullRead(store, config)),
      readTrash: config.server.trash,
      membersAtOnce: config.server.concurrency,
      onProgress: progressLine(context),
    });
    const odd = oddSentence(outcome.odd);
    if (odd !== null) context.log.warn(odd);
    return outcome;
  } catch (error) {
    const broken = brokenResult(error, config, client, startedAt, context.now());
    if (broken !== null) await writeJson(broken, context, options);
    throw error;
  } finally {
    context.progress(null);
    context.stop.removeEventListener('abort', stop);
    client.close();
  }
}

/** Every `server.fullEvery` runs everything is read anew, whatever the etags say. */
async function isTurnOfFullRead(store: Store, { server }: Config): Promise<boolean> {
  const runs = await store.runs.list();
  // By its number, not by how many are stored: old ones are purged.
  return ((runs[0]?.id ?? 0) + 1) % server.fullEvery === 0;
}

function directoryOf(config: Config) {
  const { directory } = config.members;
  if (directory === undefined) return null;
  let bytes: Uint8Array;
  try {
    bytes = readNamedFile(directory, 'the directory of members', 'any');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot read ${directory} (${messageOf(error)}): correct members.directory.`, {
      cause: error,
    });
  }
  const { rows, problems } = parseDirectory(writtenText(bytes, directory));
  if (problems.length === 0) return rows;
  const lines = problems.map(({ line, message }) => `  line ${line}: ${message}`).join('\n');
  throw new UsageError(`Problems in ${directory}; nothing was done:\n${lines}`);
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
  else if (options.json !== '-' && !context.quiet) await printSummary(outcome.result, store, config, context);
}

async function writeJson(result: RunResult, context: Context, options: AuditOptions): Promise<void> {
  if (options.json === undefined) return;
  if (options.json === '-') context.document([...resultText(result)].join(''));
  else await writeOutput(options.json, resultText(result));
}

/** 3 wins over 1; a problem says its own code. */
export function exitCodeOf(
  { result, problem, warnings }: AuditOutcome,
  failOn: string | undefined,
  context: Context,
): ExitCode {
  if (problem !== null) return problem.exitCode;
  for (const warning of warnings) context.log.warn(warning);
  if (result.run.status === 'partial') {
    warnOfUnread(result, context);
    return EXIT.partial;
  }
  const limit = SEVERITIES.find((severity) => severity === failOn);
  const found =
    limit !== undefined &&
    result.findings.some(
      ({ state, severity }) => (state === 'new' || state === 'open') && atLeast(severity, limit),
    );
  return found ? EXIT.findings : EXIT.done;
}

function warnOfUnread(result: RunResult, context: Context): void {
  for (const { id, coverage } of result.members) {
    if (coverage.status === 'failed' || coverage.status === 'partial') {
      context.log.warn(
        `${id} was ${coverage.status === 'failed' ? 'not read' : 'read in part'}: ${coverage.reason}`,
      );
    }
  }
}
