import { purgeAhead, purgeOlder } from '../app/purge.ts';
import type { Config } from '../config/load.ts';
import { EXIT, type ExitCode, UsageError } from '../model/errors.ts';
import { parseDuration } from '../model/units.ts';
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
    context.out(`Erased ${await purgeAhead(config, context)} runs that lay in the future.`);
    return EXIT.done;
  }
  const age = parseDuration(options.olderThan ?? '');
  if (age === null)
    throw new UsageError(`"${options.olderThan}" is no duration: write it as in --older-than 24months.`);
  const runs = await purgeOlder(config, context, age, (early) =>
    assertAgreed(questionOf(early, config), options.yes),
  );
  context.out(`Erased ${runs} runs.`);
  return EXIT.done;
}

function questionOf(early: number, { retention }: Config): string {
  const what = `${early} ${early === 1 ? 'run' : 'runs'}`;
  const kept = `${retention.runs.amount} ${retention.runs.unit}`;
  return `Erase ${what} that "retention" of the config would keep (${kept})? It cannot be undone.`;
}
