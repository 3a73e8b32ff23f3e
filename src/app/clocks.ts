import type { Config } from '../config/load.ts';
import { RequestError } from '../model/errors.ts';
import { serverUnusable } from '../model/reasons/errors.ts';
import { because } from '../model/reasons/reason.ts';
import { mayBeUsed } from '../model/run.ts';
import { isoUtc } from '../model/time.ts';
import type { UtcMs } from '../model/units.ts';
import { isStranger, readStatus } from '../nextcloud/ocs/status.ts';
import type { RunRow, Store } from '../store/store.ts';
import { clientOf } from './open.ts';

/** Who only asks for the time does not wait for a server that is away. */
const PATIENCE_MS = 5_000;

/** Clocks that differ by more are not set: ages, periods and what is to be erased would all be judged wrongly. */
const MOST_APART_MS = 24 * 60 * 60_000;
/** A clock that is corrected goes back by minutes at most. */
const MOST_BACK_MS = 10 * 60_000;

/** Whether the two clocks are more than a day apart; false where the server does not tell its time. */
export function clocksDisagree(server: UtcMs | null, own: UtcMs): boolean {
  return server !== null && Math.abs(own - server) > MOST_APART_MS;
}

/**
 * Nothing that cannot be undone (sending, erasing, calling somebody departed) is done by a clock that is wrong.
 * @param server the server's time, by its header `Date`; null where it does not tell.
 * @throws {ServerUnusableError} with both times where they are more than a day apart.
 */
export function assertClocksAgree(server: UtcMs | null, own: UtcMs): void {
  if (server === null || !clocksDisagree(server, own)) return;
  throw serverUnusable(because('run.clocks', { own: isoUtc(own), server: isoUtc(server) }));
}

/**
 * The same against what this machine did last.
 * @param runs as the store lists them, newest first; a failed one changed nothing and proves nothing.
 * @throws {ServerUnusableError} with both times where the last run lies in the future.
 */
export function assertNoRunAhead(runs: readonly RunRow[], own: UtcMs): void {
  const last = runs.find((run) => mayBeUsed(run, 'clock'));
  if (last === undefined || last.startedAt - own <= MOST_BACK_MS) return;
  const began = isoUtc(last.startedAt);
  throw serverUnusable(because('run.ahead', { own: isoUtc(own), run: last.id, began }));
}

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
  throw serverUnusable(because('run.no-time', { url: config.server.url }));
}

/** Null where the server does not answer, or does not tell. */
async function serverTime(config: Config): Promise<UtcMs | null> {
  const client = await clientOf(config, { idleTimeoutMs: PATIENCE_MS, retryPauseMs: 1, maxTries: 2 });
  try {
    const status = await readStatus(client.as(null));
    return isStranger(status) ? null : status.clock;
  } catch (error) {
    if (error instanceof RequestError) return null;
    throw error;
  } finally {
    client.close();
  }
}
