import type { Config } from '../config/load.ts';
import { EXIT, type ExitCode, messageOf, RequestError } from '../errors.ts';
import { memberId } from '../model/ids.ts';
import { listAccounts } from '../nextcloud/accounts.ts';
import { readCapabilities } from '../nextcloud/capabilities.ts';
import type { Door } from '../nextcloud/door.ts';
import { readRoot } from '../nextcloud/root.ts';
import { readStatus } from '../nextcloud/status.ts';
import type { Context } from './context.ts';
import { type Diagnosis, failure, lineOf, ok, warning } from './diagnosis.ts';
import { examineDisk, examineMail, examineStore } from './doctor-machine.ts';
import { adminCredential, configOf, doorOf, vaultOf } from './setup.ts';

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
