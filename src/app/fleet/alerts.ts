import { createHash } from 'node:crypto';
import { readSecret } from '../../config/secret-file.ts';
import { smtpTransport } from '../../deliver/transport.ts';
import type { FleetStatus } from '../../model/fleet/status.ts';
import { adminKey } from '../../model/mail.ts';
import type { Secret } from '../../model/secret.ts';
import { fleetAlert } from '../../report/export/fleet/alert.ts';
import { type AlertState, claimAlerts, noteAlerted } from '../../store/fleet/alerts.ts';
import type { AppContext } from '../context.ts';
import { ownMessages } from '../report/locales.ts';
import { templatesOf } from '../report/templates.ts';
import type { Fleet } from './registry.ts';
import { fleetStatus } from './status.ts';

/** A claim whose mail did not go is open again after this: a worker may have been killed. */
const RETRY_MS = 10 * 60_000;

/**
 * Mails the host which instances came into trouble, and which are well again, once each. Does nothing where the config
 * names no address.
 * @returns how many instances the mail was about.
 * @throws {UsageError} when the mail password cannot be read.
 * @throws {OutdatedError} when a newer version brought a store up to date.
 */
export async function sendAlerts(
  fleet: Fleet,
  context: Pick<AppContext, 'environment' | 'log' | 'now'>,
): Promise<number> {
  const { mails, mail } = fleet.config.alerts;
  if (mail === undefined || mails.length === 0) return 0;
  const password = passwordOf(mail.passwordFile, context.environment);
  // A newer worker looks instead: here nothing is known of an instance that it brought up to date.
  const status = await fleetStatus(fleet, context, { outdated: 'throw' });
  const now = context.now();
  const changed = await claimAlerts(fleet.database, statesIn(status), { now, before: now - RETRY_MS });
  if (changed.length === 0) return 0;
  const { language, timezone: zone, file } = fleet.config;
  const speech = { words: ownMessages, language, zone };
  const rendered = fleetAlert(status, changed, { ...speech, file }, templatesOf(null));
  const transport = smtpTransport({
    address: mail.transport,
    password,
    insecure: mail.insecure,
    from: mail.from,
  });
  let handedOver = false;
  for (const to of mails) {
    const { outcome, reply } = await transport.send({
      ...{ key: adminKey(to), occasion: null, from: mail.from, to, replyTo: null, ...rendered },
      ...{ messageId: messageId(changed, to, now), date: now },
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    if (outcome === 'sent' || outcome === 'doubtful') handedOver = true;
    else context.log.warn(`The alert to ${to} was not handed over (${reply}): correct "alerts" of ${file}.`);
  }
  if (handedOver) await noteAlerted(fleet.database, changed);
  return changed.length;
}

/** Whoever is paused or was never read keeps the state that was mailed last. */
function statesIn({ instances }: FleetStatus): readonly AlertState[] {
  return instances.flatMap(({ name, state }) =>
    state === 'well' || state === 'trouble' ? [{ name, state }] : [],
  );
}

function messageId(changed: readonly AlertState[], to: string, now: number): string {
  const mark = createHash('sha256')
    .update(JSON.stringify([changed, to, now]))
    .digest('hex')
    .slice(0, 32);
  return `<menage.fleet.${mark}@${to.split('@').at(-1) ?? 'localhost'}>`;
}

function passwordOf(file: string | undefined, environment: NodeJS.ProcessEnv): Secret | null {
  if (file === undefined) return null;
  const source = { what: 'the mail password of the host', key: 'alerts.mail.passwordFile' };
  return readSecret({ ...source, file, variable: 'MENAGE_MAIL_PASSWORD' }, environment);
}
