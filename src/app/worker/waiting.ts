import { setTimeout } from 'node:timers/promises';

/** Does something again and again, never twice at once; what it throws is left to its next time. */
export function repeat(everyMs: number, stop: AbortSignal, work: () => Promise<void>): () => void {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy || stop.aborted) return;
    isBusy = true;
    work()
      .catch(() => undefined)
      .finally(() => {
        isBusy = false;
      });
  }, everyMs);
  return () => clearInterval(timer);
}

/** Resolves once an end is asked for. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** What is raced against, and does not end. */
export function never(): Promise<never> {
  return new Promise<never>(() => undefined);
}

/** Resolves earlier where an end is asked for. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
