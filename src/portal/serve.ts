import type { AppContext } from '../app/context.ts';
import type { Config } from '../config/load.ts';
import type { Logger } from '../log.ts';
import type { Store } from '../store/store.ts';
import { serveRoutes } from './http/server.ts';
import { openPortal, type Pace } from './open.ts';
import type { Portal } from './portal.ts';
import { ROUTES } from './routes.ts';

export interface RunningPortal {
  /** Where browsers find it: `portal.url`. */
  readonly url: string;
  /** Where it listens, `host:port`. */
  readonly address: string;
  readonly portal: Portal;
  /** Lets answers and work under way end. */
  close(): Promise<void>;
}

/**
 * Starts the portal of one Nextcloud on an open store.
 * @throws {UsageError} when the config has no `portal`, or the address is taken.
 */
export async function startPortal(
  config: Config,
  context: AppContext & { readonly log: Logger },
  store: Store,
  pace: Pace = {},
): Promise<RunningPortal> {
  const { portal, close } = await openPortal(config, context, store, pace);
  const server = await serveRoutes(portal, ROUTES).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    url: portal.settings.url,
    address: server.address,
    portal,
    async close() {
      await server.close();
      await close();
    },
  };
}
