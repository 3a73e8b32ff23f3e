import type { BlockList } from 'node:net';
import type { AppContext } from '../../app/context.ts';
import { storeLocation } from '../../app/store-location.ts';
import type { Config } from '../../config/load.ts';
import type { Logger } from '../../log.ts';
import { messageOf } from '../../model/errors.ts';
import { openStore } from '../../store/open.ts';
import type { Store } from '../../store/store.ts';
import type { PortalApp } from '../http/app.ts';
import { type PortalAddress, pathBelow, pathOf } from '../http/portal-address.ts';
import type { Connection, Counted } from '../http/request.ts';
import type { InTurn } from '../in-turn.ts';
import { openPortal, type Pace } from '../open.ts';
import type { PortalConfig } from '../portal.ts';
import { PURGE_MS, purge } from '../upkeep.ts';
import { closedPage } from './closed-page.ts';
import { opening } from './opening.ts';

/** The portal of one instance, opened when it is needed: of many, few are in use at a time. */
export interface Site {
  isOpen(): boolean;
  answer(request: Request, connection: Connection): Promise<Response>;
  /** Opens the portal where something waits that it does by itself, and closes it where nobody needs it any more. */
  look(): Promise<void>;
  /** Lets answers and work under way end. */
  close(): Promise<void>;
}

/** What the portals of a program share. */
export interface Shared {
  readonly app: PortalApp;
  /** The proxies of the host. */
  readonly trusted: BlockList;
  readonly pace: Pace;
  /** Opening one may cost a second of work: that of the vault's key. */
  readonly openInTurn: InTurn;
  /** How long a portal that nobody asks stays open, in milliseconds. */
  readonly openForMs: number;
}

interface SiteSetting extends Shared {
  readonly config: Config & { readonly portal: PortalConfig };
  readonly context: AppContext & { readonly log: Logger };
  readonly address: PortalAddress;
  readonly counted: Counted;
}

export function siteOf(setting: SiteSetting): Site {
  const { config, context, address, counted, app, trusted, pace, openInTurn, openForMs } = setting;
  const { folder } = address;
  const answers = new Set<Promise<Response>>();
  const store = opening(() => openStore(storeLocation(config, context.environment)));
  const portal = opening(async () => {
    const opened = await store.get();
    return openInTurn(() => openPortal(config, context, opened, pace));
  });
  let [usedAt, purgedAt] = [performance.now(), Number.NEGATIVE_INFINITY];
  let trouble: string | null = null;

  /** Once for each: a portal that cannot be opened is asked for all the same. */
  function note(error: unknown): void {
    const message = messageOf(error);
    if (message !== trouble)
      context.log.error(`The portal ${config.portal.url} cannot be used now: ${message}`);
    trouble = message;
  }

  async function answer(request: Request, connection: Connection): Promise<Response> {
    usedAt = performance.now();
    try {
      const opened = await portal.get();
      return await app(request, { ...connection, ...counted, portal: opened.portal, folder, trusted });
    } catch (error) {
      note(error);
      const closed = { settings: config.portal, organisation: config.organisation };
      return closedPage(closed, request, pathBelow(folder, pathOf(request)));
    }
  }

  async function purgeSometimes(opened: Store): Promise<void> {
    // One that is open does it by itself.
    if (portal.isOpen() || performance.now() - purgedAt < PURGE_MS) return;
    await purge({ store: opened, context });
    purgedAt = performance.now();
  }

  async function openIfNeeded(opened: Store): Promise<void> {
    const isUsed = answers.size > 0 || performance.now() - usedAt < openForMs;
    if (portal.isOpen() && isUsed) return;
    if (await opened.portal.hasWork(context.now())) await portal.get();
    else if (portal.isOpen() && answers.size === 0) await portal.close((one) => one.close());
  }

  return {
    isOpen: portal.isOpen,
    answer(request, connection) {
      const answered = answer(request, connection).finally(() => answers.delete(answered));
      answers.add(answered);
      return answered;
    },
    async look() {
      try {
        const opened = await store.get();
        await purgeSometimes(opened);
        await openIfNeeded(opened);
        trouble = null;
      } catch (error) {
        note(error);
      }
    },
    async close() {
      await Promise.allSettled(answers);
      await portal.close((one) => one.close());
      await store.close((one) => one.close());
    },
  };
}
