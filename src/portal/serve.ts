import { adminLogin } from '../app/access.ts';
import type { AppContext } from '../app/context.ts';
import { vaultKey, vaultOf, withImpatientClient } from '../app/open.ts';
import { accountsNow } from '../app/portal/accounts-now.ts';
import { firstReadings } from '../app/portal/first-reading.ts';
import { linksOf } from '../app/portal/links.ts';
import { readAhead } from '../app/portal/report.ts';
import type { PortalSetting } from '../app/portal/setting.ts';
import { templatesOf } from '../app/report/templates.ts';
import { wordsOf } from '../app/report/wording.ts';
import type { Config } from '../config/load.ts';
import { derivedKey } from '../credentials/derived-key.ts';
import { faultOf, type Logger } from '../log.ts';
import { UsageError } from '../model/errors.ts';
import type { Store } from '../store/store.ts';
import { serveRoutes } from './http/server.ts';
import { startMails } from './mails.ts';
import type { Portal } from './portal.ts';
import { ROUTES } from './routes.ts';
import { pollFlows, readNewcomers } from './turns.ts';
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

/** How often what goes on beside the requests looks for work, in milliseconds. */
interface Pauses {
  readonly flowsMs?: number;
  readonly readingsMs?: number;
}

/**
 * Starts the portal on an open store.
 * @throws {UsageError} when the config has no `portal`, or the address is taken.
 */
export async function startPortal(
  config: Config,
  context: AppContext & { readonly log: Logger },
  store: Store,
  { flowsMs = 3_000, readingsMs = 5_000 }: Pauses = {},
): Promise<RunningPortal> {
  const { portal: settings } = config;
  if (settings === undefined)
    throw new UsageError(
      `There is no "portal" in ${config.file}: write its url there, as in docs/portal.md.`,
    );
  const work = new Set<Promise<void>>();
  const mails = await startMails(config, context, store);
  const beside = {
    deliverSoon: mails.deliverSoon,
    background(job: () => Promise<void>) {
      const done = job()
        .catch((error: unknown) => context.log.error({ fault: faultOf(error) }, 'Work of the portal failed'))
        .finally(() => work.delete(done));
      work.add(done);
    },
  };
  const setting = await settingOf(config, context, store, beside);
  const readings = firstReadings(setting);
  const newcomers = readNewcomers(setting, readings, readingsMs);
  const flows = pollFlows(setting, flowsMs);
  const portal: Portal = {
    ...setting,
    ...{ settings, readings, templates: templatesOf(config) },
    wakeFlows: flows.wake,
  };
  const server = await serveRoutes(portal, ROUTES).catch(async (error: unknown) => {
    await Promise.all([flows.stop(), newcomers.stop(), mails.close()]);
    throw error;
  });
  const upkeep = startUpkeep(portal);
  portal.background(() => readAhead(portal));
  return {
    url: settings.url,
    address: server.address,
    portal,
    async close() {
      upkeep.stop();
      await server.close();
      await Promise.all([flows.stop(), newcomers.stop(), ...work]);
      await mails.close();
    },
  };
}

async function settingOf(
  config: Config,
  context: PortalSetting['context'],
  store: Store,
  beside: Pick<PortalSetting, 'background' | 'deliverSoon'>,
): Promise<PortalSetting> {
  const key = vaultKey(config, context);
  const vault = await vaultOf(config, context);
  const lend: PortalSetting['withClient'] = (act, changes) => withImpatientClient(config, act, changes);
  return {
    ...{ config, context, store, vault, ...beside },
    links: linksOf(store, key),
    keys: {
      form: derivedKey(key, 'portal-form'),
      id: derivedKey(key, 'portal-id'),
      sealed: derivedKey(key, 'portal-sealed'),
    },
    words: wordsOf(config),
    withClient: lend,
    accounts: accountsNow(context.now, () => adminLogin(config, context, async () => vault), lend),
  };
}
