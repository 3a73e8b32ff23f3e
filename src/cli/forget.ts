import { EXIT, type ExitCode, UsageError } from '../errors.ts';
import { memberId } from '../model/ids.ts';
import { before } from '../model/time.ts';
import { parseDuration } from '../model/units.ts';
import { withLockedStore } from './audit.ts';
import type { Context } from './context.ts';
import { assertRightTime, assertServerAgrees } from './right-time.ts';
import { configOf, vaultOf } from './setup.ts';

/**
 * `menage forget MEMBER`: erases a person from the store and the vault. The server is not touched. Never beside a run,
 * which would write down again what it read of the person.
 */
export async function forget(context: Context, uid: string): Promise<ExitCode> {
  const config = configOf(context);
  const vault = await vaultOf(config, context, 'existing');
  await withLockedStore(config, 'menage forget', async (store) => {
    if (vault !== null && vault.get(memberId(uid)) !== null) {
      context.log.warn(
        { member: uid },
        'The app password leaves the vault but stays valid on the server: "menage credentials revoke" first revokes it',
      );
      await vault.remove([memberId(uid)]);
    }
    await store.members.forget(memberId(uid));
  });
  context.out(
    `Nothing about ${uid} is kept any more. Reports and mails written to folders before are yours to delete.`,
  );
  return EXIT.done;
}

interface PurgeOptions {
  readonly olderThan?: string;
  readonly future?: boolean;
}

/** `menage purge`: erases old runs, or those that a wrong clock dated into the future, and what hangs on them. */
export async function purge(context: Context, options: PurgeOptions): Promise<ExitCode> {
  const config = configOf(context);
  if ((options.future === true) === (options.olderThan !== undefined))
    throw new UsageError('Say which runs: --older-than DURATION, or --future.');
  if (options.future === true) {
    const ahead = await withLockedStore(config, 'menage purge', async (store) => {
      const now = Date.now();
      await assertServerAgrees(config, now);
      return store.purgeAfter(now);
    });
    context.out(`Erased ${ahead} runs that lay in the future.`);
    return EXIT.done;
  }
  const age = parseDuration(options.olderThan ?? '');
  if (age === null)
    throw new UsageError(`"${options.olderThan}" is no duration: write it as in --older-than 24months.`);
  const limit = before(Date.now(), age, config.organisation.timezone);
  const runs = await withLockedStore(config, 'menage purge', async (store) => {
    await assertRightTime(store, config, Date.now());
    return store.purge(limit);
  });
  context.out(`Erased ${runs} runs.`);
  return EXIT.done;
}
