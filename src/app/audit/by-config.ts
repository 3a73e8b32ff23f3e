import { CHECKS } from '../../checks/index.ts';
import type { Config } from '../../config/load.ts';
import type { Vault } from '../../credentials/vault.ts';
import type { Progress } from '../../gather/setting.ts';
import { groupId } from '../../model/ids.ts';
import type { SharedBounds } from '../../model/network/shared-bounds.ts';
import { oddSentence } from '../../model/odd-record.ts';
import { because } from '../../model/reasons/reason.ts';
import type { RunResult } from '../../model/result.ts';
import { mayBeUsed } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import { accessRules, adminLogin } from '../access.ts';
import { configNames } from '../config-names.ts';
import { type AppContext, endSignalOf } from '../context.ts';
import { antennasOf, directoryOf } from '../directory.ts';
import { clientOf, existingVaultOf } from '../open.ts';
import { noteReadings, settleBeforeRun } from '../portal/in-runs.ts';
import { adminPasswordPlace } from '../refused-admin.ts';
import { readListsOf, tokenHasherOf } from '../register.ts';
import { templatesOf } from '../report/templates.ts';
import { wordsOf } from '../report/wording.ts';
import { runAudit } from './audit.ts';
import type { AuditOutcome } from './audit-members.ts';
import { brokenResult } from './failed-result.ts';
import type { AuditSetting } from './setting.ts';

/** What is read, and who follows it. */
export interface AuditWish {
  /** Only these members; null = all. */
  readonly only: ReadonlySet<string> | null;
  /** Read everything anew; every `server.fullEvery` runs that is done in any case. */
  readonly full: boolean;
  readonly onProgress: (progress: Progress) => void;
  /** Where several workers ask the server; null = this process alone. */
  readonly shared: SharedBounds | null;
  /** Gives the vault where it is kept open, or null where there is none; left out, it is opened for this call. */
  readonly vault: () => Promise<Vault | null>;
}

export interface ByConfigOptions extends Omit<AuditWish, 'shared' | 'vault'> {
  /** Takes the document of an audit that broke off, before the error goes on. */
  readonly onBroken: (result: RunResult) => Promise<void>;
}

/**
 * One audit with the config's settings, into an open store; when `context.stop` asks for an end, what is in flight finishes.
 * @throws {UsageError} as `runAudit`, or when the directory of members or a template has problems.
 */
export async function auditByConfig(
  store: Store,
  config: Config,
  context: AppContext,
  { onBroken, ...wish }: ByConfigOptions,
): Promise<AuditOutcome> {
  return openAudit(
    store,
    config,
    context,
    async (setting) => {
      const startedAt = context.now();
      try {
        const outcome = await runAudit(setting);
        const odd = oddSentence(outcome.odd);
        if (odd !== null) context.log.warn(odd);
        return outcome;
      } catch (error) {
        const broken = brokenResult(error, setting, { startedAt, finishedAt: context.now() });
        if (broken !== null) await onBroken(broken);
        throw error;
      }
    },
    wish,
  );
}

/**
 * Opens what an audit, or one stage of it, needs by the config: client, vault, administrator, directory; and closes it once
 * `work` is done. When `context.stop` asks for an end, nothing more is sent.
 * @throws {UsageError} when the directory of members or a template has problems.
 */
export async function openAudit<T>(
  store: Store,
  config: Config,
  context: AppContext,
  work: (setting: AuditSetting) => Promise<T>,
  {
    only = null,
    full = false,
    onProgress = () => {},
    shared = null,
    vault: vaultNow = () => existingVaultOf(config, context),
  }: Partial<AuditWish> = {},
): Promise<T> {
  const directory = directoryOf(config);
  // A broken one must not show only after hours of reading.
  if (config.templates !== undefined) {
    templatesOf(config);
    wordsOf(config);
  }
  const vault = await vaultNow();
  await settleBeforeRun(store, config, context, vault);
  const admin = await adminLogin(config, context, async () => vault);
  const hashToken = await tokenHasherOf(config, context, store);
  const client = await clientOf(config, shared === null ? {} : { shared });
  const stop = () => client.stop(because(endSignalOf(context) === null ? 'stop.max-duration' : 'stop.asked'));
  context.stop.addEventListener('abort', stop);
  // Asked while the vault was opened: an event that has passed does not come again.
  if (context.stop.aborted) stop();
  try {
    return await work({
      url: config.server.url,
      client,
      admin,
      access: accessRules(config, vault),
      granted: vault?.list().map(({ member }) => member) ?? [],
      keepDeparted: config.retention.departed,
      store,
      clock: context.now,
      zone: config.organisation.timezone,
      language: config.organisation.language,
      groups: config.members.groups.map(groupId),
      except: config.members.except,
      quotaRule: config.members.quota,
      directory,
      antennas: config.referents.map(({ group }) => group),
      checks: CHECKS,
      checkSettings: config.checks,
      exceptions: config.exceptions,
      accept: config.accept,
      hashToken,
      readLists: () => readListsOf(config, hashToken),
      passwordPlace: adminPasswordPlace(config.server.admin.passwordFile),
      names: configNames(config, antennasOf(directory)),
      only,
      full: full || (await isTurnOfFullRead(store, config)),
      readTrash: config.server.trash,
      membersAtOnce: config.server.concurrency,
      onProgress,
      ...(config.portal !== undefined && {
        onStored: (result, within) => noteReadings(within, result),
      }),
    });
  } finally {
    context.stop.removeEventListener('abort', stop);
    client.close();
  }
}

/** Every `server.fullEvery` runs everything is read anew, whatever the etags say. */
async function isTurnOfFullRead(store: Store, { server }: Config): Promise<boolean> {
  const runs = await store.runs.list();
  const last = runs.find((run) => mayBeUsed(run, 'reread'))?.id ?? 0;
  const next = (runs[0]?.id ?? 0) + 1;
  // By its number, not by how many are stored: old ones are purged. A run of few takes no turn away.
  return Math.floor(next / server.fullEvery) > Math.floor(last / server.fullEvery);
}
