import { join, resolve } from 'node:path';
import { readNamedFile } from '../files/read.ts';
import { whyUnread } from '../files/why-unread.ts';
import { UsageError } from '../model/errors.ts';
import { type Secret, secret } from '../model/secret.ts';
import { writtenText } from '../model/text/written-text.ts';

/** Where a secret may come from: a file (mode checked) or an environment variable. */
export interface SecretSource {
  /** What it is, for messages: "the administrator's app password". */
  readonly what: string;
  readonly file: string | undefined;
  /** The config key that names the file. */
  readonly key: string;
  readonly variable: string;
}

/** The variables that hold a secret of one Nextcloud. */
const VARIABLES = [
  'MENAGE_ADMIN_PASSWORD',
  'MENAGE_HEARTBEAT',
  'MENAGE_KEY',
  'MENAGE_MAIL_PASSWORD',
  'MENAGE_WEBHOOK',
];

/** The environment as an instance of a fleet sees it: a secret that stood in it would be that of every instance. */
export function withoutSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = { ...environment };
  for (const name of VARIABLES) delete kept[name];
  return kept;
}

const CREDENTIAL = '$CREDENTIALS_DIRECTORY/';

/** Whether the config names a credential of systemd, wherever systemd lays it: `$CREDENTIALS_DIRECTORY/admin`. */
export function isCredentialPath(path: string): boolean {
  return path.startsWith(CREDENTIAL);
}

/** The place of a secret's file as the config names it: where systemd lays its credentials is known only when one is read. */
export function placeOf(path: string, folder: string): string {
  return isCredentialPath(path) ? path : resolve(folder, path);
}

/**
 * Reads a secret: the file where the config names one, else the environment variable.
 * @throws {UsageError} when there is none, the file cannot be read, is empty, of several lines or not ours alone.
 */
export function readSecret(source: SecretSource, environment: NodeJS.ProcessEnv): Secret {
  const credentials = environment['CREDENTIALS_DIRECTORY'];
  if (source.file !== undefined)
    return secretFromFile(source, credentialPath(source, source.file, credentials), credentials);
  const value = environment[source.variable];
  if (value === undefined || value === '') {
    throw new UsageError(
      `No secret for ${source.what}: name its file in ${source.key}, or set ${source.variable}.`,
    );
  }
  return oneLine(value, source, source.variable);
}

function credentialPath({ what, key }: SecretSource, file: string, credentials: string | undefined): string {
  if (!isCredentialPath(file)) return file;
  if (credentials !== undefined && credentials !== '')
    return join(credentials, file.slice(CREDENTIAL.length));
  throw new UsageError(
    `${key} names ${what} as a credential of systemd (${file}), and there is none here: run the command by ` +
      'cron/menage-by-hand, or name another file.',
  );
}

function secretFromFile(source: SecretSource, file: string, credentials: string | undefined): Secret {
  let bytes: Uint8Array;
  try {
    bytes = readNamedFile(file, source.what, 'secret', credentials);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `Cannot read ${file} (${source.what}, ${whyUnread(error)}): make the file with mode 600, or correct ${source.key}.`,
      { cause: error },
    );
  }
  return oneLine(writtenText(bytes, file), source, file);
}

/** Without the byte order mark and the line ends that an editor leaves; what is left is one line. */
function oneLine(text: string, { what }: SecretSource, place: string): Secret {
  const value = text.replace(/^\ufeff/, '').replace(/[\r\n]+$/, '');
  if (value.trim() === '') throw new UsageError(`${place} is empty: it must hold ${what}.`);
  if (/[\r\n]/.test(value))
    throw new UsageError(`${place} has several lines: it must hold ${what} in one, and nothing else.`);
  return secret(value);
}
