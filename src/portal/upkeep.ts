import { settleWithdrawals } from '../app/portal/withdraw.ts';
import { LockedError, PartialError } from '../model/errors.ts';
import type { Portal } from './portal.ts';

export const PURGE_MS = 60 * 60_000;

/** What the portal does by itself: revokes keys that wait, and erases what has outlived its time. Once at the start. */
export function startUpkeep(portal: Portal, idleMs: number): { stop(): void } {
  const stops = [
    repeat(portal, idleMs, () => settleWithdrawals(portal)),
    repeat(portal, PURGE_MS, () => purge(portal)),
  ];
  return {
    stop() {
      for (const stop of stops) stop();
    },
  };
}

/** Never twice at once: where the server is away, a try takes longer than the pause. */
function repeat(portal: Portal, pauseMs: number, work: () => Promise<void>): () => void {
  let isBusy = false;
  const once = () => {
    if (isBusy) return;
    isBusy = true;
    portal.background(() =>
      work().finally(() => {
        isBusy = false;
      }),
    );
  };
  once();
  const timer = setInterval(once, pauseMs);
  return () => clearInterval(timer);
}

/**
 * What lives as long as runs do is left to `menage run`, which compares the clocks first. The file is rewritten where an
 * erasure owes it and no run is under way.
 */
export async function purge({ store, context }: Pick<Portal, 'store' | 'context'>): Promise<void> {
  await store.portal.purge(context.now(), 0);
  if ((await store.runHolder()) !== null) return;
  try {
    await store.rewrite();
  } catch (error) {
    if (!(error instanceof LockedError || error instanceof PartialError)) throw error;
    context.log.warn({ err: error }, 'The store could not be rewritten: the next run does it');
  }
}
