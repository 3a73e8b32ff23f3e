import { assertClocksAgree, assertNoRunAhead } from '../app/audit/clocks.ts';
import type { Config } from '../config/load.ts';
import { RequestError, ServerUnusableError } from '../errors.ts';
import type { UtcMs } from '../model/units.ts';
import { readStatus } from '../nextcloud/ocs/status.ts';
import type { Store } from '../store/store.ts';
import { clientOf } from './setup.ts';

/** Who only asks for the time does not wait for a server that is away. */
const PATIENCE_MS = 5_000;

/**
 * Before something is sent or erased without an audit: whether this machine's clock may be trusted, by the last run and
 * by the server where it answers.
 * @throws {ServerUnusableError} with both times where it may not.
 */
export async function assertRightTime(store: Store, config: Config, own: UtcMs): Promise<void> {
  assertNoRunAhead(await store.runs.list(), own);
  assertClocksAgree(await serverTime(config), own);
}

/**
 * The same before runs are erased because they lie in the future: here the server must have told its time, for by a clock
 * that is slow every run lies in the future.
 * @throws {ServerUnusableError}
 */
export async function assertServerAgrees(config: Config, own: UtcMs): Promise<void> {
  const server = await serverTime(config);
  assertClocksAgree(server, own);
  if (server !== null) return;
  throw new ServerUnusableError(
    `${config.server.url} does not tell its time: nothing was erased, for what lies ahead cannot be known. Try again later.`,
  );
}

/** Null where the server does not answer, or does not tell. */
async function serverTime(config: Config): Promise<UtcMs | null> {
  const client = await clientOf(config, { idleTimeoutMs: PATIENCE_MS, retryPauseMs: 1 });
  try {
    return (await readStatus(client.as(null)))?.clock ?? null;
  } catch (error) {
    if (error instanceof RequestError) return null;
    throw error;
  } finally {
    client.close();
  }
}
