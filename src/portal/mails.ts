import type { AppContext } from '../app/context.ts';
import { deliverDueNotices, noticeDelivery } from '../app/portal/notices.ts';
import { sendingSecrets } from '../app/secrets.ts';
import { senderOf } from '../app/send/send.ts';
import type { Config } from '../config/load.ts';
import type { Logger } from '../log.ts';
import type { Store } from '../store/store.ts';
import type { InTurn } from './in-turn.ts';

/** The mails that the portal sends while it runs. */
export interface PortalMails {
  /** Begins a delivery, or another one after the one under way. */
  deliverSoon(): void;
  /** Lets the mail that is under way end. */
  close(): Promise<void>;
}

/** After the mail server refused all of them. */
const PAUSE_MS = 5 * 60_000;

/**
 * Delivers notices as they fall due.
 * @param how `idleMs`: what another program queued, and reminders that fall due, wait no longer.
 * @throws {UsageError} when the config does not say how to send: the portal's links go out by mail alone.
 */
export async function startMails(
  config: Config,
  context: AppContext & { readonly log: Logger },
  store: Store,
  { idleMs, inTurn }: { readonly idleMs: number; readonly inTurn: InTurn },
): Promise<PortalMails> {
  const sending = { sender: senderOf(config), secrets: sendingSecrets(config, context.environment) };
  let isEnding = false;
  const { setting, ...parts } = await noticeDelivery(store, config, context, sending);
  const delivery = {
    ...parts,
    setting: { ...setting, stopping: () => isEnding || setting.stopping() },
  };
  let [isAsked, pausedUntil] = [false, 0];
  let running: Promise<void> | null = null;

  async function deliverAll(): Promise<void> {
    while (isAsked && !isEnding && performance.now() >= pausedUntil) {
      isAsked = false;
      const { failed, stop } = await inTurn(() => deliverDueNotices(store, config, delivery));
      for (const { notice, reply } of failed)
        context.log.warn({ kind: notice.kind, reply }, 'A mail of the portal was not handed over');
      if (stop !== null) pausedUntil = performance.now() + PAUSE_MS;
    }
  }
  function deliverSoon(): void {
    isAsked = true;
    running ??= deliverAll()
      .catch((error: unknown) =>
        context.log.error({ err: error }, 'Mails of the portal could not be delivered'),
      )
      .finally(() => {
        running = null;
      });
  }
  const timer = setInterval(deliverSoon, idleMs);
  deliverSoon();
  return {
    deliverSoon,
    async close() {
      isEnding = true;
      clearInterval(timer);
      await running;
    },
  };
}
