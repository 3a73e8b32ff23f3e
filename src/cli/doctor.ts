import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../config/load.ts';
import { readSecret } from '../config/secret-file.ts';
import { smtpTransport } from '../deliver/transport.ts';
import { EXIT, type ExitCode, MenageError, messageOf, RequestError } from '../errors.ts';
import { memberId } from '../model/ids.ts';
import { listAccounts } from '../nextcloud/accounts.ts';
import { readCapabilities } from '../nextcloud/capabilities.ts';
import type { Door } from '../nextcloud/door.ts';
import { readRoot } from '../nextcloud/root.ts';
import { readStatus } from '../nextcloud/status.ts';
import type { Context } from './context.ts';
import { adminCredential, configOf, doorOf, vaultOf, withStore } from './setup.ts';

/** One thing that a run needs: how it stands, and what to do where it does not. */
interface Diagnosis {
  readonly what: string;
  readonly state: 'ok' | 'warning' | 'failure';
  readonly detail: string;
  readonly remedy: string | null;
}

interface DoctorOptions {
  readonly member?: string;
  readonly json?: boolean;
}

/** `menage doctor`: looks at everything that a run needs. Exit 3 when something fails, 4 when it is the server. */
export async function doctor(context: Context, options: DoctorOptions): Promise<ExitCode> {
  const config = configOf(context);
  const door = await doorOf(config);
  try {
    const server = await examineServer(door, config, context);
    const usable = server.every(({ state }) => state !== 'failure');
    const rest = [
      ...(await examineMembers(door, config, context, usable, options.member)),
      ...(await examineStore(config)),
      examineDisk(config),
      ...(await examineMail(config, context)),
    ];
    const all = [
      { what: 'config', state: 'ok' as const, detail: config.file, remedy: null },
      ...server,
      ...rest,
    ];
    context.out(options.json === true ? JSON.stringify(all, null, 2) : all.map(lineOf).join('\n'));
    if (!usable) return EXIT.unusable;
    return all.some(({ state }) => state === 'failure') ? EXIT.partial : EXIT.done;
  } finally {
    door.close();
  }
}

const MARKS = { ok: '✔ ok     ', warning: '! warning', failure: '✖ FAILED ' } as const;

function lineOf({ what, state, detail, remedy }: Diagnosis): string {
  return `${MARKS[state]}  ${what}: ${detail}${remedy === null ? '' : `\n             → ${remedy}`}`;
}

function ok(what: string, detail: string): Diagnosis {
  return { what, state: 'ok', detail, remedy: null };
}

function failure(what: string, detail: string, remedy: string): Diagnosis {
  return { what, state: 'failure', detail, remedy };
}

function warning(what: string, detail: string, remedy: string): Diagnosis {
  return { what, state: 'warning', detail, remedy };
}

async function examineServer(door: Door, config: Config, context: Context): Promise<readonly Diagnosis[]> {
  const { url } = config.server;
  try {
    const status = await readStatus(door.as(null));
    if (status === null) return [failure('server', `${url} is no Nextcloud`, 'correct server.url')];
    if (status.maintenance) return [failure('server', `${url} is in maintenance`, 'try again later')];
    return [
      ok('server', `Nextcloud ${status.version} at ${url}`),
      ...(await examineAdmin(door, config, context)),
    ];
  } catch (error) {
    return [
      failure(
        'server',
        messageOf(error),
        'correct server.url, or look at the network and the certificate (server.ca)',
      ),
    ];
  }
}

async function examineAdmin(door: Door, config: Config, context: Context): Promise<readonly Diagnosis[]> {
  const remedy = 'make an app password for server.admin.user and put it into its file';
  try {
    const session = door.as(adminCredential(config, context));
    const capabilities = await readCapabilities(session);
    const accounts = await listAccounts(session);
    const listed =
      capabilities.allowListed === true
        ? ok('brute-force protection', 'this machine is on the allow-list')
        : warning(
            'brute-force protection',
            capabilities.allowListed === null
              ? 'the server does not say'
              : 'this machine is not on the allow-list',
            'add its address in Administration › Security (app "Brute-force settings")',
          );
    return [ok('administrator', `${config.server.admin.user} sees ${accounts.length} accounts`), listed];
  } catch (error) {
    if (error instanceof RequestError && error.failure === 'forbidden') {
      return [
        failure(
          'administrator',
          `${config.server.admin.user} may not list accounts`,
          'use an administrator, or delegate "Users" to this account',
        ),
      ];
    }
    return [failure('administrator', messageOf(error), remedy)];
  }
}

async function examineMembers(
  door: Door,
  config: Config,
  context: Context,
  usable: boolean,
  uid: string | undefined,
): Promise<readonly Diagnosis[]> {
  const what = 'app passwords of members';
  try {
    const vault = await vaultOf(config, context, 'existing');
    if (vault === null) {
      return [
        warning(what, 'there is no vault yet', 'menage credentials import FILE, or menage credentials mint'),
      ];
    }
    const summary = ok(what, `${vault.list().length} in ${config.credentials.vault}`);
    if (uid === undefined || !usable) return [summary];
    const credential = vault.get(memberId(uid));
    if (credential === null)
      return [summary, failure(uid, 'has granted no access', `menage credentials login ${uid}`)];
    const root = await readRoot(door.as(credential), memberId(uid));
    return [
      summary,
      ok(uid, `the tree can be read (${root.size ?? 'unknown'} bytes with what others share)`),
    ];
  } catch (error) {
    const remedy =
      uid === undefined
        ? 'correct credentials.vault or credentials.keyFile'
        : `menage credentials login ${uid}`;
    return [failure(uid ?? what, messageOf(error), remedy)];
  }
}

async function examineStore(config: Config): Promise<readonly Diagnosis[]> {
  if (!existsSync(config.store)) return [ok('store', `${config.store} will be made by the first run`)];
  try {
    const broken = await withStore(config, (store) => store.integrity());
    return [
      broken === null
        ? ok('store', `${config.store} is sound`)
        : failure('store', broken, 'restore it from a backup'),
    ];
  } catch (error) {
    return [failure('store', messageOf(error), 'correct "store" in the config')];
  }
}

const LITTLE_ROOM = 1024 ** 3;

function examineDisk(config: Config): Diagnosis {
  const folder = existsSync(dirname(config.store)) ? dirname(config.store) : dirname(config.file);
  const { bavail, bsize } = statfsSync(folder);
  const free = Math.floor((Number(bavail) * Number(bsize)) / 1024 ** 2);
  const detail = `${free} MB free beside the store`;
  return free * 1024 ** 2 >= LITTLE_ROOM
    ? ok('disk', detail)
    : warning('disk', detail, 'make room: a run that fills the disk keeps the old state');
}

async function examineMail(config: Config, context: Context): Promise<readonly Diagnosis[]> {
  const { transport, from } = config.mail;
  if (transport === undefined || from === undefined) {
    return [
      warning(
        'mail',
        'mail.transport or mail.from is missing',
        'set both to send mails; an audit needs neither',
      ),
    ];
  }
  try {
    const source = {
      what: 'the mail password',
      file: config.mail.passwordFile,
      key: 'mail.passwordFile',
      variable: 'MENAGE_MAIL_PASSWORD',
    };
    const wanted =
      config.mail.passwordFile !== undefined || context.environment['MENAGE_MAIL_PASSWORD'] !== undefined;
    const password = wanted ? readSecret(source, context.environment) : null;
    const problem = await smtpTransport({
      address: transport,
      password,
      insecure: config.mail.insecure,
    }).verify();
    return [
      problem === null
        ? ok('mail', `${transport} answers`)
        : failure('mail', problem, 'correct mail.transport or its password'),
    ];
  } catch (error) {
    if (error instanceof MenageError) return [failure('mail', error.message, 'correct mail.passwordFile')];
    throw error;
  }
}
