import { CHECKS } from '../../checks/index.ts';
import type { Config } from '../../config/load.ts';
import { readNamedFile } from '../../files/read.ts';
import { parseDirectory } from '../../gather/inventory/directory.ts';
import type { Progress } from '../../gather/setting.ts';
import { messageOf, UsageError } from '../../model/errors.ts';
import { groupId } from '../../model/ids.ts';
import { oddSentence } from '../../model/odd-record.ts';
import { because } from '../../model/reasons/reason.ts';
import type { RunResult } from '../../model/result.ts';
import { writtenText } from '../../model/text/written-text.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import { adminCredential, clientOf, existingVaultOf } from '../open.ts';
import { runAudit } from './audit.ts';
import type { AuditOutcome } from './audit-members.ts';
import { brokenResult } from './failed-result.ts';

export interface ByConfigOptions {
  /** Only these members; null = all. */
  readonly only: ReadonlySet<string> | null;
  /** Read everything anew; every `server.fullEvery` runs that is done in any case. */
  readonly full: boolean;
  readonly onProgress: (progress: Progress) => void;
  /** Takes the document of an audit that broke off, before the error goes on. */
  readonly onBroken: (result: RunResult) => Promise<void>;
}

/**
 * One audit with the config's settings, into an open store; when `context.stop` asks for an end, what is in flight finishes.
 * @throws {UsageError} as `runAudit`, or when the directory of members has problems.
 */
export async function auditByConfig(
  store: Store,
  config: Config,
  context: AppContext,
  { only, full, onProgress, onBroken }: ByConfigOptions,
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
      accept: config.accept,
      only,
      full: full || (await isTurnOfFullRead(store, config)),
      readTrash: config.server.trash,
      membersAtOnce: config.server.concurrency,
      onProgress,
    });
    const odd = oddSentence(outcome.odd);
    if (odd !== null) context.log.warn(odd);
    return outcome;
  } catch (error) {
    const setting = { url: config.server.url, client, checks: CHECKS, checkSettings: config.checks, only };
    const broken = brokenResult(error, setting, { startedAt, finishedAt: context.now() });
    if (broken !== null) await onBroken(broken);
    throw error;
  } finally {
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
