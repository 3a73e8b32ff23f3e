import type { AppContext } from '../app/context.ts';
import { vaultKey, vaultOf, withImpatientClient } from '../app/open.ts';
import { linksOf } from '../app/portal/links.ts';
import { templatesOf } from '../app/report/templates.ts';
import { wordsOf } from '../app/report/wording.ts';
import type { Config } from '../config/load.ts';
import { derivedKey } from '../credentials/derived-key.ts';
import type { Logger } from '../log.ts';
import { UsageError } from '../model/errors.ts';
import type { Store } from '../store/store.ts';
import { serveRoutes } from './http/server.ts';
import { startMails } from './mails.ts';
import type { Portal } from './portal.ts';
import { ROUTES } from './routes.ts';
import { startUpkeep } from './upkeep.ts';

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
 * Starts the portal on an open store.
 * @throws {UsageError} when the config has no `portal`, or the address is taken.
 */
export async function startPortal(
  config: Config,
  context: AppContext & { readonly log: Logger },
  store: Store,
): Promise<RunningPortal> {
  const { portal: settings } = config;
  if (settings === undefined)
    throw new UsageError(
      `There is no "portal" in ${config.file}: write its url there, as in docs/portal.md.`,
    );
  const key = vaultKey(config, context);
  const work = new Set<Promise<void>>();
  const mails = await startMails(config, context, store);
  const portal: Portal = {
    ...{ config, settings, context, store },
    vault: await vaultOf(config, context),
    withClient: (act) => withImpatientClient(config, act),
    links: linksOf(store, key),
    keys: {
      form: derivedKey(key, 'portal-form'),
      id: derivedKey(key, 'portal-id'),
      sealed: derivedKey(key, 'portal-sealed'),
    },
    templates: templatesOf(config),
    words: wordsOf(config),
    deliverSoon: mails.deliverSoon,
    background(job) {
      const done = job()
        .catch((error: unknown) => context.log.error({ err: error }, 'Work of the portal failed'))
        .finally(() => work.delete(done));
      work.add(done);
    },
  };
  const server = await serveRoutes(portal, ROUTES);
  const upkeep = startUpkeep(portal);
  return {
    url: settings.url,
    address: server.address,
    portal,
    async close() {
      upkeep.stop();
      await server.close();
      await Promise.all(work);
      await mails.close();
    },
  };
}
