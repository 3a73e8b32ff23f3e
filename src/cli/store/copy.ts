import { endSignalOf } from '../../app/context.ts';
import { storeLocation } from '../../app/store-location.ts';
import { terminalSpeaker } from '../../app/terminal.ts';
import { EXIT, type ExitCode, UsageError } from '../../model/errors.ts';
import { copyStore } from '../../store/copy/copy.ts';
import { configOf } from '../config.ts';
import { type Context, exitCodeAfter } from '../context.ts';

interface CopyOptions {
  readonly fromPasswordFile?: string;
  readonly fromCa?: string;
  readonly toPasswordFile?: string;
  readonly toCa?: string;
}

/** `menage store copy FROM TO`, or `menage store copy TO` of the store that the config names. */
export async function runCopy(
  context: Context,
  stores: readonly string[],
  options: CopyOptions,
): Promise<ExitCode> {
  const say = terminalSpeaker(context);
  const { from, to, isOfConfig } = placesOf(context, stores, options);
  const copied = await copyStore(from, to, {
    now: context.now(),
    stop: context.stop,
    onProgress: ({ table, rows }) => context.progress(say('storeCopy.progress', { table, rows })),
  });
  context.progress(null);
  if (copied === null) {
    context.log.warn('Stopped: start the same command again to go on.');
    return exitCodeAfter(endSignalOf(context) ?? 'SIGTERM');
  }
  context.out(say('storeCopy.done', copied));
  if (isOfConfig) context.out(say('storeCopy.next'));
  return EXIT.done;
}

function placesOf(context: Context, stores: readonly string[], options: CopyOptions) {
  const [first, second, ...more] = stores;
  if (first === undefined || more.length > 0)
    throw new UsageError(
      'Name two stores, from which and to which, or one to which that of the config is copied.',
    );
  const at = (store: string, side: 'from' | 'to') => {
    const { [`${side}PasswordFile` as const]: storePasswordFile, [`${side}Ca` as const]: storeCa } = options;
    return storeLocation(
      { store, storePasswordFile, storeCa },
      context.environment,
      `--${side}-password-file`,
    );
  };
  return second === undefined
    ? { from: storeLocation(configOf(context), context.environment), to: at(first, 'to'), isOfConfig: true }
    : { from: at(first, 'from'), to: at(second, 'to'), isOfConfig: false };
}
