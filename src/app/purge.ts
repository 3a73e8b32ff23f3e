import type { Config } from '../config/load.ts';
import { before } from '../model/time.ts';
import type { Duration } from '../model/units.ts';
import { assertRightTime, assertServerAgrees } from './clocks.ts';
import type { AppContext } from './context.ts';
import { withLockedStore } from './open.ts';

/**
 * Erases the runs that lie in the future, made while the clock was wrong, and what hangs on them; returns their number.
 * @throws {ServerUnusableError} where the server does not confirm this machine's clock.
 */
export async function purgeAhead(config: Config, context: AppContext): Promise<number> {
  return withLockedStore(config, context, 'menage purge', async (store) => {
    const now = context.now();
    await assertServerAgrees(config, now);
    return store.purgeAfter(now);
  });
}

/**
 * Erases the runs that are older, and what hangs on them; returns their number.
 * @param agree is asked before runs go that the config would keep, with their number; throws to keep all.
 * @throws {ServerUnusableError} where this machine's clock is wrong.
 */
export async function purgeOlder(
  config: Config,
  context: AppContext,
  age: Duration,
  agree: (early: number) => Promise<void>,
): Promise<number> {
  const { timezone } = config.organisation;
  const now = context.now();
  const limit = before(now, age, timezone);
  const keptFrom = before(now, config.retention.runs, timezone);
  return withLockedStore(config, context, 'menage purge', async (store) => {
    await assertRightTime(store, config, context.now());
    const runs = await store.runs.list();
    const early = runs.filter(({ startedAt }) => startedAt < limit && startedAt >= keptFrom);
    if (early.length > 0) await agree(early.length);
    await store.portal.purge(now, limit);
    return store.purge(limit);
  });
}
