import type { FirstReadings } from '../app/portal/first-reading.ts';
import { flowPoller } from '../app/portal/flow/poll.ts';
import type { PortalSetting } from '../app/portal/setting.ts';
import type { InTurn } from './in-turn.ts';

/** Work that goes on beside the requests. */
export interface Turns {
  /** Has it look at once, not only at the next turn. */
  wake(): void;
  /** Lets what is under way end. */
  stop(): Promise<void>;
}

/** Does `turn` again and again: at once while it has something to do, else after a pause. */
function repeat(portal: PortalSetting, pauseMs: number, what: string, turn: () => Promise<boolean>): Turns {
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  let current = Promise.resolve();
  const next = (ms: number) => {
    if (isStopped) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => {
      current = current.then(once);
    }, ms);
  };
  async function once(): Promise<void> {
    if (isStopped) return;
    try {
      next((await turn()) ? 0 : pauseMs);
    } catch (error) {
      portal.context.log.error({ err: error }, `${what} failed; it is tried again`);
      next(pauseMs);
    }
  }
  next(0);
  return {
    wake: () => next(0),
    async stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      await current;
    },
  };
}

/** Asks Nextcloud about the flows under way, as long as there are some; `wake` tells of a new one. */
export function pollFlows(portal: PortalSetting, pauseMs: number, idleMs: number): Turns {
  const poller = flowPoller(portal, () => performance.now());
  let isStopped = false;
  let wakeUp = () => {};
  const turns = repeat(portal, idleMs, 'Asking Nextcloud about sign-ins', () =>
    // One try each: a second one would meet a server that has given the key away.
    portal.withClient(
      async (client) => {
        while (!isStopped && client.stopped() === null && (await poller.turn(client))) {
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, pauseMs);
            wakeUp = () => {
              clearTimeout(timer);
              resolve();
            };
          });
        }
        return false;
      },
      { maxTries: 1 },
    ),
  );
  return {
    wake() {
      wakeUp();
      turns.wake();
    },
    stop() {
      isStopped = true;
      wakeUp();
      return turns.stop();
    },
  };
}

/** Reads those who gave access. */
export function readNewcomers(
  portal: PortalSetting,
  readings: FirstReadings,
  pauseMs: number,
  inTurn: InTurn,
): Turns {
  return repeat(portal, pauseMs, 'A first reading', () => inTurn(() => readings.turn()));
}
