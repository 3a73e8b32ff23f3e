import { purgeAhead, purgeOlder } from '../app/retention.ts';
import { terminalSpeaker } from '../app/terminal.ts';
import type { Config } from '../config/load.ts';
import { EXIT, type ExitCode, UsageError } from '../model/errors.ts';
import { parseDuration } from '../model/units.ts';
import type { SayLine } from '../report/text/lines.ts';
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
  const say = terminalSpeaker(context);
  if ((options.future === true) === (options.olderThan !== undefined))
    throw new UsageError('Say which runs: --older-than DURATION, or --future.');
  if (options.future === true) {
    context.out(say('purge.future', { n: await purgeAhead(config, context) }));
    return EXIT.done;
  }
  const age = parseDuration(options.olderThan ?? '');
  if (age === null)
    throw new UsageError(`"${options.olderThan}" is no duration: write it as in --older-than 24months.`);
  const runs = await purgeOlder(config, context, age, (early) =>
    assertAgreed(questionOf(early, config, say), say, options.yes),
  );
  context.out(say('purge.done', { n: runs }));
  return EXIT.done;
}

function questionOf(early: number, { retention }: Config, say: SayLine): string {
  const { amount, unit } = retention.runs;
  return say('purge.ask', { n: early, kept: amount, unit });
}
