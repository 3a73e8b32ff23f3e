import { EXIT } from '../errors.ts';

/** After the first signal; below the 90 s that the systemd unit grants. */
const ENDS_WITHIN_MS = 75_000;

/**
 * Listens for Ctrl-C and SIGTERM. The first asks for an orderly end; the second, or 75 s of whatever holds us up, ends
 * the program at once.
 */
export function askedToEnd(): { readonly signal: AbortSignal; close(): void } {
  const stop = new AbortController();
  const asked = () => {
    if (stop.signal.aborted) process.exit(EXIT.partial);
    stop.abort();
    setTimeout(() => process.exit(EXIT.partial), ENDS_WITHIN_MS).unref();
  };
  process.on('SIGINT', asked).on('SIGTERM', asked);
  return {
    signal: stop.signal,
    close: () => {
      process.off('SIGINT', asked).off('SIGTERM', asked);
    },
  };
}
