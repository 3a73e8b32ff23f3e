import { assertRightTime, assertServerAgrees } from '../app/clocks.ts';
import { withLockedStore } from '../app/open.ts';
import type { Config } from '../config/load.ts';
import { EXIT, type ExitCode, UsageError } from '../errors.ts';
import { before } from '../model/time.ts';
import { parseDuration, type UtcMs } from '../model/units.ts';
import type { Store } from '../store/store.ts';
import { assertAgreed } from './ask.ts';
import { configOf } from './config.ts';
import type { Context } from './context.ts';

interface PurgeOptions {
  readonly olderThan?: string;
  readonly future?: boolean;
  readonly yes?: boolean;
}

/** `menage purge`: erases old runs, or those that a wrong clock dated into the future, and what hangs on them. */
export async function purge(context: Context, options: PurgeOptions): Promise<ExitCode> {
  const config = configOf(context);
  if ((options.future === true) === (options.olderThan !== undefined))
    throw new UsageError('Say which runs: --older-than DURATION, or --future.');
  if (options.future === true) {
    const ahead = await withLockedStore(config, context, 'menage purge', async (store) => {
      const now = context.now();
      await assertServerAgrees(config, now);
      return store.purgeAfter(now);
    });
    context.out(`Erased ${ahead} runs that lay in the future.`);
    return EXIT.done;
  }
  const age = parseDuration(options.olderThan ?? '');
  if (age === null)
    throw new UsageError(`"${options.olderThan}" is no duration: write it as in --older-than 24months.`);
  const now = context.now();
  const limit = before(now, age, config.organisation.timezone);
  const runs = await withLockedStore(config, context, 'menage purge', async (store) => {
    await assertRightTime(store, config, context.now());
    await assertRetained(store, config, now, limit, options.yes);
    return store.purge(limit);
  });
  context.out(`Erased ${runs} runs.`);
  return EXIT.done;
}

/** Asks before runs go that the config would keep. */
async function assertRetained(
  store: Store,
  { retention, organisation }: Config,
  now: UtcMs,
  limit: UtcMs,
  yes: boolean | undefined,
): Promise<void> {
  const keptFrom = before(now, retention.runs, organisation.timezone);
  const early = (await store.runs.list()).filter(
    ({ startedAt }) => startedAt < limit && startedAt >= keptFrom,
  ).length;
  if (early === 0) return;
  const what = `${early} ${early === 1 ? 'run' : 'runs'}`;
  const kept = `${retention.runs.amount} ${retention.runs.unit}`;
  await assertAgreed(
    `Erase ${what} that "retention" of the config would keep (${kept})? It cannot be undone.`,
    yes,
  );
}
