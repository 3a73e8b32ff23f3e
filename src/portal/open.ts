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
import { atOnce, type InTurn } from './in-turn.ts';
import { startMails } from './mails.ts';
import type { Portal } from './portal.ts';
import { pollFlows, readNewcomers } from './turns.ts';
import { startUpkeep } from './upkeep.ts';

/** A portal whose pages can be asked for, and what goes on beside the requests. */
export interface OpenPortal {
  readonly portal: Portal;
  /** Lets work under way end. */
  close(): Promise<void>;
}

/** How what goes on beside the requests looks for work. */
export interface Pace {
  /** Pauses, in milliseconds. */
  readonly flowsMs?: number;
  readonly readingsMs?: number;
  /** Between looks for what other programs left and what falls due; what is begun here is done at once. */
  readonly idleMs?: number;
  /** What several portals of one program do side by side is bounded. */
  readonly readingInTurn?: InTurn;
  readonly mailsInTurn?: InTurn;
}

/**
 * Opens the portal of one Nextcloud on its store.
 * @throws {UsageError} when the config has no `portal`, or lacks what it needs.
 */
export async function openPortal(
  config: Config,
  context: AppContext & { readonly log: Logger },
  store: Store,
  {
    flowsMs = 3_000,
    readingsMs = 5_000,
    idleMs = 5_000,
    readingInTurn = atOnce,
    mailsInTurn = atOnce,
  }: Pace = {},
): Promise<OpenPortal> {
  const { portal: settings } = config;
  if (settings === undefined)
    throw new UsageError(
      `There is no "portal" in ${config.file}: write its url there, as in docs/portal.md.`,
    );
  const work = new Set<Promise<void>>();
  const templates = templatesOf(config);
  const mails = await startMails(config, context, store, { idleMs, inTurn: mailsInTurn });
  const beside = {
    deliverSoon: mails.deliverSoon,
    background(job: () => Promise<void>) {
      const done = job()
        .catch((error: unknown) => context.log.error({ fault: faultOf(error) }, 'Work of the portal failed'))
        .finally(() => work.delete(done));
      work.add(done);
    },
  };
  const setting = await settingOf(config, context, store, beside).catch(async (error: unknown) => {
    await mails.close();
    throw error;
  });
  const readings = firstReadings(setting);
  const newcomers = readNewcomers(setting, readings, readingsMs, readingInTurn);
  const flows = pollFlows(setting, flowsMs, idleMs);
  const portal: Portal = { ...setting, settings, readings, templates, wakeFlows: flows.wake };
  const upkeep = startUpkeep(portal, idleMs);
  portal.background(() => readAhead(portal));
  return {
    portal,
    async close() {
      upkeep.stop();
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
