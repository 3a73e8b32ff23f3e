import { randomBytes } from 'node:crypto';
import { type AppApi, type ExternalApp, playsAppApi } from '../world/app-api.ts';
import { flavourOf } from '../world/flavour.ts';
import type { Site } from '../world/site.ts';
import { announceState, heartbeat, initialise, type Reach } from './listener.ts';

/** What a command of the server printed, and how it ended. */
export interface OccResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Order {
  readonly site: Site;
  readonly appApi: AppApi;
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, string>;
  readonly reach: Reach;
}

type Command = (order: Order) => OccResult | Promise<OccResult>;

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['app_api:daemon:register', registerDaemon],
  ['app_api:app:register', register],
  ['app_api:app:unregister', unregister],
  ['app_api:app:disable', disable],
  ['app_api:app:enable', enable],
]);
/** Options that are followed by a value. */
const VALUED: readonly string[] = ['json-info', 'net', 'haproxy_password', 'info-xml'];
/** Characters of a secret that Nextcloud makes: 96 bytes by base64. */
const SECRET_BYTES = 96;

/** Runs a command of the server, as far as AppAPI's are played: the words after `occ`, exit codes and texts as of app_api 32. */
export async function runOcc(site: Site, args: readonly string[], reach: Reach): Promise<OccResult> {
  const [name = '', ...rest] = args.filter((word) => word !== '--no-interaction' && word !== '-n');
  const { appApi } = site;
  if (name === 'app:disable' || name === 'app:enable') return switchAppApi(site, name, rest);
  const command = COMMANDS.get(name);
  if (command === undefined || (!playsAppApi(site) && name.startsWith('app_api:'))) {
    return { code: 1, stdout: '', stderr: `\n  Command "${name}" is not defined.\n\n` };
  }
  return command({ site, appApi, ...parsed(rest), reach });
}

function parsed(args: readonly string[]): Pick<Order, 'words' | 'options'> {
  const words: string[] = [];
  const options = new Map<string, string>();
  const left = [...args];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const [, name, value] = /^--([\w-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) words.push(word);
    else options.set(name, value ?? (VALUED.includes(name) ? (left.shift() ?? '') : ''));
  }
  return { words, options };
}

function line(code: number, ...lines: readonly string[]): OccResult {
  return { code, stdout: lines.map((text) => `${text}\n`).join(''), stderr: '' };
}

/** `occ app:disable app_api` and back. */
function switchAppApi({ appApi, world }: Site, name: string, [app = '']: readonly string[]): OccResult {
  const version = flavourOf(world).appApi;
  if (app !== 'app_api' || version === null) return line(1, `Could not download app ${app}`);
  appApi.isOn = name === 'app:enable';
  return line(0, `app_api ${version} ${appApi.isOn ? 'enabled' : 'disabled'}`);
}

function registerDaemon({ appApi, words }: Order): OccResult {
  const [name, display, deployId, protocol, host, nextcloudUrl] = words;
  if (name === undefined || display === undefined || deployId === undefined || protocol === undefined) {
    return missing('name, display-name, accepts-deploy-id, protocol');
  }
  if (host === undefined || nextcloudUrl === undefined) return missing('host, nextcloud_url');
  if (protocol !== 'http' && protocol !== 'https') {
    return line(1, 'Value error: The protocol must be `http` or `https`.');
  }
  if (appApi.daemons.has(name)) {
    return line(0, `Skip registration, as daemon config \`${name}\` already registered.`);
  }
  appApi.daemons.set(name, { name, protocol, host });
  return line(0, 'Daemon successfully registered.');
}

function missing(names: string): OccResult {
  return { code: 1, stdout: '', stderr: `\n  Not enough arguments (missing: "${names}").\n\n` };
}

async function register(order: Order): Promise<OccResult> {
  const { appApi, site, words, options, reach } = order;
  const [id, daemonName = ''] = words;
  if (id === undefined) return missing('appid');
  if (appApi.apps.has(id)) return line(3, `ExApp ${id} is already registered.`);
  const info = appInfo(options.get('json-info') ?? '');
  if (typeof info === 'string') return line(1, info);
  const daemon = appApi.daemons.get(daemonName);
  if (daemon === undefined) return line(2, `Daemon config ${daemonName} not found.`);
  const secret = info.secret ?? randomBytes(SECRET_BYTES).toString('base64');
  site.secrets.add(secret);
  const app: ExternalApp = { ...info, id, daemon: daemon.name, secret, enabled: false };
  appApi.apps.set(id, app);
  if (!(await heartbeat(site, app, reach))) {
    const hint = 'Make sure that Nextcloud instance and ExApp can reach it other.';
    return line(1, `ExApp ${id} heartbeat check failed. ${hint}`);
  }
  app.enabled = true;
  if (await initialise(site, app, reach)) await enabled(order, app);
  return line(0, `ExApp ${id} deployed successfully.`, `ExApp ${id} successfully registered.`);
}

/** Name, version, port and perhaps a secret; a text where the JSON does not do. */
function appInfo(
  text: string,
): (Pick<ExternalApp, 'name' | 'version' | 'port'> & { secret?: string }) | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'Invalid app info in JSON format.';
  }
  if (typeof value !== 'object' || value === null) return 'Invalid app info in JSON format.';
  const fields = new Map<string, unknown>(Object.entries(value));
  const [name, version, port, secret] = ['name', 'version', 'port', 'secret'].map((key) => fields.get(key));
  if (typeof name !== 'string' || typeof version !== 'string') return 'App info has no name or version.';
  return {
    name,
    version,
    port: Number(port),
    ...(typeof secret === 'string' && { secret }),
  };
}

/** 31 enables without a word; later ones ask once more, and an error in the answer disables the app again. */
async function enabled({ site, reach }: Order, app: ExternalApp): Promise<boolean> {
  app.enabled = true;
  if (!flavourOf(site.world).announcesState) return true;
  app.enabled = (await heartbeat(site, app, reach)) && (await announceState(site, app, reach, true));
  return app.enabled;
}

async function enable(order: Order): Promise<OccResult> {
  const [id = ''] = order.words;
  const app = order.appApi.apps.get(id);
  if (app === undefined) return line(1, `ExApp ${id} not found. Failed to enable.`);
  if (app.enabled) return line(0, `ExApp ${id} already enabled.`);
  return (await enabled(order, app))
    ? line(0, `ExApp ${id} successfully enabled.`)
    : line(1, `Failed to enable ExApp ${id}.`);
}

/**
 * Without anybody who listens it says that it failed, and has disabled the app all the same. The secret is handed out
 * once more before it is refused.
 */
async function disable({ site, appApi, words, reach }: Order): Promise<OccResult> {
  const [id = ''] = words;
  const app = appApi.apps.get(id);
  if (app === undefined) return line(1, `ExApp ${id} not found. Failed to disable.`);
  if (!app.enabled) return line(0, `ExApp ${id} already disabled.`);
  return (await switchOff(site, app, reach))
    ? line(0, `ExApp ${id} successfully disabled.`)
    : line(1, `Failed to disable ExApp ${id}.`);
}

/** True where the program answered. */
async function switchOff(site: Site, app: ExternalApp, reach: Reach): Promise<boolean> {
  const answered = await announceState(site, app, reach, false);
  app.enabled = false;
  return answered;
}

async function unregister({ site, appApi, words, options, reach }: Order): Promise<OccResult> {
  const [id = ''] = words;
  const app = appApi.apps.get(id);
  const silent = options.has('silent');
  if (app === undefined) return silent ? line(0) : line(1, `ExApp ${id} not found. Failed to unregister.`);
  const lines: string[] = [];
  if (app.enabled) {
    const answered = await switchOff(site, app, reach);
    lines.push(answered ? `ExApp ${id} successfully disabled.` : `Error during disabling ${id} ExApp.`);
    if (!answered && !options.has('force')) return line(1, ...(silent ? [] : lines));
  }
  appApi.apps.delete(id);
  lines.push(`ExApp ${id} successfully unregistered.`);
  return line(0, ...(silent ? [] : lines));
}
