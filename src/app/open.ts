import { existsSync } from 'node:fs';
import { CHECKS } from '../checks/index.ts';
import type { CheckOptionSchemas } from '../config/check-options.ts';
import type { Config } from '../config/load.ts';
import { readSecret } from '../config/secret-file.ts';
import { openVault, type Vault } from '../credentials/vault.ts';
import { PartialError, UsageError } from '../model/errors.ts';
import { oddRecords } from '../model/odd-record.ts';
import { reveal, type Secret } from '../model/secret.ts';
import { timerMs } from '../model/units.ts';
import type { Client, ClientSettings } from '../nextcloud/http/client.ts';
import type { Limits } from '../nextcloud/http/limits.ts';
import { acquireLock, openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import type { AppContext } from './context.ts';
import { storeLocation } from './store-location.ts';

const SHORTEST_KEY = 16;

/** The options of every check by id, for the config. */
export function checkOptions(): CheckOptionSchemas {
  return Object.fromEntries(CHECKS.map((check) => [check.id, check.options]));
}

/** What the vault is locked with. */
export function vaultKey(config: Config, context: Pick<AppContext, 'environment'>): Secret {
  const source = { what: 'the vault key', key: 'credentials.keyFile', variable: 'MENAGE_KEY' };
  const key = readSecret({ ...source, file: config.credentials.keyFile }, context.environment);
  if (reveal(key).length < SHORTEST_KEY) {
    throw new UsageError(
      `The vault key is shorter than ${SHORTEST_KEY} characters: make one with "menage init".`,
    );
  }
  return key;
}

/** The vault; null where there is none yet: menage is useful without. */
export async function existingVaultOf(config: Config, context: AppContext): Promise<Vault | null> {
  return existsSync(config.credentials.vault) ? vaultOf(config, context) : null;
}

/** The vault, a new one where there is none yet. */
export async function vaultOf(config: Config, context: AppContext): Promise<Vault> {
  const vault = await openVault({
    path: config.credentials.vault,
    key: vaultKey(config, context),
    server: config.server.url,
  });
  try {
    await vault.bind();
  } catch (error) {
    if (!(error instanceof PartialError)) throw error;
    context.log.warn({ err: error }, 'The vault could not note for which server it is');
  }
  return vault;
}

/** The client to the server. Loaded late: commands that send no request start faster without it. */
export async function clientOf(config: Config, changes: Partial<ClientSettings> = {}): Promise<Client> {
  const [{ openClient }, { probedClient }] = await Promise.all([
    import('../nextcloud/http/client.ts'),
    import('../nextcloud/ocs/probed-client.ts'),
  ]);
  const { url, ca, insecure, timeout, concurrency, limits } = config.server;
  const client = await openClient({
    url,
    insecure,
    concurrency,
    idleTimeoutMs: timerMs(timeout),
    limits: limitsOf(limits),
    ...(ca !== undefined && { ca }),
    ...changes,
  });
  return probedClient(client);
}

/** A person waits for the answer: no request is silent for longer, nor tried more often. */
const IMPATIENT = { idleTimeoutMs: 5_000, maxTries: 2, retryPauseMs: 300 } as const;

/** Lends an impatient client for one act: one that was refused, or has met maintenance, sends nothing more. */
export async function withImpatientClient<T>(
  config: Config,
  act: (client: Client) => Promise<T>,
  changes: Partial<ClientSettings> = {},
): Promise<T> {
  const client = await clientOf(config, { ...IMPATIENT, ...changes });
  try {
    return await act(client);
  } finally {
    client.close();
  }
}

/** Opens the store for as long as `work` runs, and says at the end what could not be read of it. */
export async function withStore<T>(
  config: Config,
  context: Pick<AppContext, 'log' | 'environment'>,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore(storeLocation(config, context.environment));
  try {
    return await work(store);
  } finally {
    const odd = store.unreadable();
    if (odd.length > 0) {
      context.log.warn(
        `Not readable in the store ${config.store}: ${oddRecords(odd)}. All else was used. The next run writes sound ` +
          'rows; "menage purge" ends with old ones.',
      );
    }
    await store.close();
  }
}

/** Holds the lock of the store while `work` runs: two audits at once would ask the server twice. */
export async function withLockedStore<T>(
  config: Config,
  context: Pick<AppContext, 'log' | 'now' | 'environment'>,
  what: string,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const lock = await acquireLock(storeLocation(config, context.environment), what, context.now());
  try {
    return await withStore(config, context, work);
  } finally {
    await lock.release();
  }
}

/** The bounds of the config, their times in milliseconds; what it leaves out has its default. */
function limitsOf(limits: Config['server']['limits']): Partial<Limits> {
  return Object.fromEntries(
    Object.entries(limits).flatMap(([key, value]) => {
      if (value === undefined) return [];
      return [[key, typeof value === 'number' ? value : timerMs(value)]];
    }),
  );
}
