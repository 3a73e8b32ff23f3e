import type { Config } from '../../config/load.ts';
import { derivedKey } from '../../credentials/derived-key.ts';
import type { DeliverySetting } from '../../deliver/outbox.ts';
import type { MemberId, RunId } from '../../model/ids.ts';
import { LINK_STAND_IN, memberOfKey, type OutgoingMail } from '../../model/mail.ts';
import type { LinkKind, MailInterval } from '../../model/portal/portal.ts';
import { withThingIds } from '../../model/portal/thing-address.ts';
import { timerMs, type UtcMs } from '../../model/units.ts';
import type { PortalInput } from '../../report/input.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import { vaultKey } from '../open.ts';
import { type Links, linksOf } from './links.ts';
import { thingId } from './thing-id.ts';

const DAY = 86_400_000;
/** A mail that comes less often keeps its link until the next one, and this much longer. */
const SPARE_MS = 15 * DAY;
const LONGEST_MONTH_MS = 31 * DAY;
const MONTHS = { week: 1, month: 1, quarter: 3 } as const satisfies Readonly<
  Record<Config['mail']['every'], number>
>;

/** The address of a page by a link of this kind. */
export function linkAddress(portalUrl: string, kind: LinkKind, token: string): string {
  return `${portalUrl}/${kind === 'unsubscribe' ? 'u' : 'l'}/${token}`;
}

/** What the mails of a run know of the portal; undefined where the config has none. */
export async function portalInput({ portal }: Store, config: Config): Promise<PortalInput | undefined> {
  const url = config.portal?.url;
  if (url === undefined) return undefined;
  const people = await portal.people.list();
  return {
    page: linkAddress(url, 'report', LINK_STAND_IN),
    unsubscribe: linkAddress(url, 'unsubscribe', LINK_STAND_IN),
    every: new Map(people.map(({ member, every }) => [member, every])),
  };
}

/** How long a link to the report lives for somebody who wants a mail so often, milliseconds. */
export function reportLinkMs({ portal, mail }: Config, every: MailInterval): number {
  const months = Math.max(MONTHS[mail.every], every === 'never' ? 1 : every);
  const own = portal === undefined ? 0 : timerMs(portal.reportLinks);
  return months === 1 ? own : Math.max(own, months * LONGEST_MONTH_MS + SPARE_MS);
}

/**
 * What gives the mails of a run their keys as they leave; empty where there is no portal.
 * @throws {UsageError} when there is no vault key.
 */
export function keysFor(
  store: Store,
  config: Config,
  context: AppContext,
  run: RunId,
): Pick<DeliverySetting, 'complete'> {
  if (config.portal === undefined) return {};
  const key = vaultKey(config, context);
  const links = linksOf(store, key);
  const idKey = derivedKey(key, 'portal-id');
  return {
    async complete(mail) {
      const member = memberOfKey(mail.key);
      if (member === null) return mail;
      const { every } = await store.portal.people.get(member);
      const how = { run, lifeMs: reportLinkMs(config, every) };
      const named = inTexts(mail, (text) =>
        withThingIds(text, linkAddress('', 'report', LINK_STAND_IN), (thing) =>
          thingId(idKey, member, thing),
        ),
      );
      return withKeys(named, { member, kind: 'report', ...how }, links, context.now());
    },
  };
}

/** What one mail is given its keys for. */
interface LinkedMail {
  readonly member: MemberId;
  /** Of the links that begin with `/l/`. */
  readonly kind: LinkKind;
  readonly run?: RunId;
  /** Left out = as the kind has it. */
  readonly lifeMs?: number;
}

/** A mail that is about to leave, with new keys in the places of the stand-ins. */
async function withKeys(
  mail: OutgoingMail,
  { member, kind, ...how }: LinkedMail,
  links: Links,
  now: UtcMs,
): Promise<OutgoingMail> {
  const { 'List-Unsubscribe': unsubscribe = '' } = mail.headers;
  const kinds = ([kind, 'unsubscribe'] as const).filter((one) =>
    [mail.text, mail.html, unsubscribe].some((part) => part.includes(linkAddress('', one, LINK_STAND_IN))),
  );
  let filled = mail;
  for (const one of kinds) {
    const token = await links.issue(member, one, now, one === kind ? how : {});
    filled = inTexts(filled, (text) =>
      text.replaceAll(linkAddress('', one, LINK_STAND_IN), linkAddress('', one, token)),
    );
  }
  return filled;
}

/** A mail with this done to everything in it that may hold a link. */
function inTexts(mail: OutgoingMail, put: (text: string) => string): OutgoingMail {
  const { text, html, headers } = mail;
  return {
    ...{ ...mail, text: put(text), html: put(html) },
    headers: { ...headers, 'List-Unsubscribe': put(headers['List-Unsubscribe'] ?? '') },
  };
}
