import type { Config } from '../config/load.ts';
import { PartialError } from '../model/errors.ts';
import type { RunId } from '../model/ids.ts';
import { groupedBy } from '../model/lists/grouped.ts';
import { mayBeUsed } from '../model/run.ts';
import { before, isoDate, monthsApart } from '../model/time.ts';
import type { Duration, UtcMs } from '../model/units.ts';
import type { RunRow, Store } from '../store/store.ts';
import { assertRightTime, assertServerAgrees } from './clocks.ts';
import type { AppContext } from './context.ts';
import { withLockedStore } from './open.ts';

/** Months before the current one of which every night is kept. */
const MONTHS_OF_NIGHTS = 3;

/**
 * Erases the runs that the retention does not keep.
 * @returns false where a disk had no room for it: that keeps no mail from leaving.
 */
export async function eraseOldRuns(store: Store, config: Config, context: AppContext): Promise<boolean> {
  return erased(context, async (now) => {
    const keptFrom = before(now, config.retention.runs, config.organisation.timezone);
    await store.portal.purge(now, keptFrom);
    await store.purge(keptFrom);
  });
}

/** As `eraseOldRuns`, and of what is read every night the nights of months ago, but for those that mails belong to. */
export async function eraseOldNights(store: Store, config: Config, context: AppContext): Promise<void> {
  await eraseOldRuns(store, config, context);
  await erased(context, async (now) => {
    const { timezone } = config.organisation;
    await store.eraseUnmailed(supersededNights(await store.runs.list(), now, timezone));
  });
}

/**
 * The runs of all members that began more than three months before this one, but for the last of each month that may be
 * compared against (where there is none, the last).
 * @param runs the newest first.
 */
export function supersededNights(runs: readonly RunRow[], now: UtcMs, zone: string): readonly RunId[] {
  const past = runs.filter(
    ({ scope, status, startedAt }) =>
      scope === 'all' && status !== 'running' && monthsApart(startedAt, now, zone) > MONTHS_OF_NIGHTS,
  );
  const months = groupedBy(past, ({ startedAt }) => isoDate(startedAt, zone).slice(0, 'YYYY-MM'.length));
  return [...months.values()].flatMap((nights) => {
    const kept = nights.find((night) => mayBeUsed(night, 'compared')) ?? nights[0];
    return nights.filter((night) => night !== kept).map(({ id }) => id);
  });
}

async function erased(context: AppContext, erase: (now: UtcMs) => Promise<void>): Promise<boolean> {
  try {
    await erase(context.now());
    return true;
  } catch (error) {
    if (!(error instanceof PartialError)) throw error;
    context.log.warn(error.message);
    return false;
  }
}

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
