import type { Config } from '../config/load.ts';
import { readSecret } from '../config/secret-file.ts';
import { UsageError } from '../model/errors.ts';
import type { Secret } from '../model/secret.ts';

/** What mails and messages to the admins are sent with; null where the config names none. */
export interface SendingSecrets {
  readonly mailPassword: Secret | null;
  readonly webhook: Secret | null;
}

/**
 * Reads them before anything is done, so that a missing one shows then, not after hours of reading or half the mails.
 * @throws {UsageError} when one cannot be read.
 */
export function sendingSecrets(config: Config, environment: NodeJS.ProcessEnv): SendingSecrets {
  return { mailPassword: mailPassword(config, environment), webhook: chatWebhook(config, environment) };
}

/**
 * The webhook of the admins' channel; null where the config names none.
 * @throws {UsageError} when it cannot be read.
 */
export function chatWebhook({ admins }: Config, environment: NodeJS.ProcessEnv): Secret | null {
  const file = admins.mattermost?.webhookFile;
  const source = { what: 'the webhook', key: 'admins.mattermost.webhookFile', variable: 'MENAGE_WEBHOOK' };
  return file === undefined ? null : readSecret({ ...source, file }, environment);
}

/**
 * What menage logs in to the mail server with; null when it sends without a login.
 * @throws {UsageError} when it cannot be read.
 */
export function mailPassword({ mail }: Config, environment: NodeJS.ProcessEnv): Secret | null {
  const source = { what: 'the mail password', key: 'mail.passwordFile', variable: 'MENAGE_MAIL_PASSWORD' };
  const isWanted = mail.passwordFile !== undefined || (environment[source.variable] ?? '') !== '';
  if (!isWanted) return null;
  const password = readSecret({ ...source, file: mail.passwordFile }, environment);
  const { transport } = mail;
  if (transport === undefined || new URL(transport).username !== '') return password;
  throw new UsageError(
    'There is a mail password, but mail.transport names no user to log in with: write it as in smtps://user@host, or ' +
      `take ${mail.passwordFile === undefined ? source.variable : source.key} away.`,
  );
}

/**
 * The watchdog's address; null where the config names none.
 * @throws {UsageError} when it cannot be read.
 */
export function heartbeatAddress({ admins }: Config, environment: NodeJS.ProcessEnv): Secret | null {
  const file = admins.heartbeat?.urlFile;
  const source = { what: 'the heartbeat address', variable: 'MENAGE_HEARTBEAT' };
  return file === undefined
    ? null
    : readSecret({ ...source, file, key: 'admins.heartbeat.urlFile' }, environment);
}
