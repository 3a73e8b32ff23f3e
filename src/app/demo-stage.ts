import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Config, loadConfig } from '../config/load.ts';
import { makeKey } from '../credentials/age.ts';
import { parseCredentials } from '../credentials/import.ts';
import { type DemoPlaces, demoConfigYaml } from '../demo/coop/config.ts';
import { ADMIN_ID, makeCoop } from '../demo/coop/coop.ts';
import { linkPage } from '../demo/coop/link-page.ts';
import type { Truth } from '../demo/coop/truth.ts';
import { type MailCatcher, startMailCatcher } from '../demo/mail-catcher.ts';
import { type DemoServer, startServer } from '../demo/nextcloud/server.ts';
import { PLAYED, type Played } from '../demo/nextcloud/world/flavour.ts';
import type { World } from '../demo/nextcloud/world/world.ts';
import { makeTemporaryFolder } from '../files/temporary.ts';
import { writePrivate } from '../files/write.ts';
import { type MemberId, memberId } from '../model/ids.ts';
import { reveal } from '../model/secret.ts';
import type { UtcMs } from '../model/units.ts';
import type { AppContext } from './context.ts';
import { registerApp } from './credentials/register-app.ts';
import { checkOptions, vaultOf } from './open.ts';

/** How large a cooperative, and which one. */
export interface StageOptions {
  readonly members?: number;
  readonly files?: number;
  readonly seed?: number;
  /** The major version that the embedded server plays; 31 unless said. */
  readonly nextcloud?: Played;
  /** One registration with AppAPI reads everybody, in the place of the members' app passwords. */
  readonly appapi?: boolean;
  /** Members, by their role in the cooperative, who have not given access yet, beside those who never do. */
  readonly awaiting?: readonly string[];
  /** The config has a portal, on a free port; whoever wants it starts it. */
  readonly portal?: boolean;
}

/** Everything that the demo keeps up while it runs. */
export interface Stage {
  /** Temporary: it goes when the stage is closed. */
  readonly folder: string;
  readonly world: World;
  readonly truth: Truth;
  readonly server: DemoServer;
  readonly mails: MailCatcher;
  readonly config: Config;
  /** Moves the clock of server and program. */
  setNow(moment: UtcMs): void;
  readonly clock: () => UtcMs;
}

/** Holds a cooperative, its server and its mailbox up while `work` runs, with a ready config beside them. */
export async function withStage<T>(
  options: StageOptions,
  context: AppContext,
  now: UtcMs,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const { members, files, seed = 1, nextcloud, appapi = false, awaiting = [], portal = false } = options;
  const real = context.now;
  const { world, truth } = makeCoop({
    seed,
    now,
    ...(members !== undefined && { members }),
    ...(files !== undefined && { files }),
    ...(nextcloud !== undefined && { version: PLAYED[nextcloud] }),
  });
  for (const role of awaiting) {
    const user = world.users.find(({ id }) => id === truth.roles[role]);
    if (user === undefined) throw new RangeError(`no ${role} in the cooperative`);
    user.appPassword = null;
  }
  let shift = now - real();
  const clock = () => real() + shift;
  const setNow = (moment: UtcMs) => {
    shift = moment - real();
  };
  const { path: folder, remove } = makeTemporaryFolder('menage-demo');
  const open: { close(): Promise<void> }[] = [];
  try {
    const server = await startServer(world, { clock });
    open.push(server);
    const mails = await startMailCatcher({ directory: join(folder, 'mailbox') });
    open.push(mails);
    const places = { url: server.url, smtp: mails.url, ...(portal && { portal: await freeAddress() }) };
    const config = await furnish(folder, world, truth, places);
    const staged = { ...context, now: clock };
    if (appapi) await register(config, staged, server);
    else await importTokens(config, staged, world);
    return await work({ folder, world, truth, server, mails, config, clock, setNow });
  } finally {
    for (const one of open) await one.close();
    remove();
  }
}

/** Where nothing listens on this machine now: the portal's address stands in the config before it listens. */
export async function freeAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
  return `127.0.0.1:${address.port}`;
}

const KEY_FILE = 'menage.key';
const TOKENS_FILE = 'tokens.json';
const LINKS_FILE = 'liens.html';

/** Writes config and secrets as an organisation has them after `menage init`. */
async function furnish(
  folder: string,
  world: World,
  truth: Truth,
  listening: Pick<DemoPlaces, 'url' | 'smtp' | 'portal'>,
): Promise<Config> {
  const places = {
    ...{ ...listening, adminPasswordFile: 'admin.password', keyFile: KEY_FILE },
    // What its pages show of a register is worth looking at with some lines alone.
    ...(listening.portal !== undefined && { register: join(folder, LINKS_FILE) }),
  };
  if (listening.portal !== undefined)
    writePrivate(join(folder, LINKS_FILE), linkPage(world, truth, listening.url));
  for (const [name, text] of [
    ['admin.password', world.admin.password],
    [KEY_FILE, reveal(await makeKey())],
    [TOKENS_FILE, JSON.stringify(tokensOf(world))],
    ['menage.yaml', demoConfigYaml(places, truth)],
  ] as const) {
    writePrivate(join(folder, name), text);
  }
  return loadConfig(join(folder, 'menage.yaml'), checkOptions());
}

/** As `menage credentials import` does it. */
async function importTokens(config: Config, context: AppContext, world: World): Promise<void> {
  const vault = await vaultOf(config, context);
  await vault.put(parseCredentials(JSON.stringify(tokensOf(world)), TOKENS_FILE, context.now()));
}

/** The embedded server answers at once, and 31 does not say when it is done. */
const PATIENCE = { allMs: 30_000, afterOccMs: 5_000, settleMs: 20 };

/** As `menage credentials appapi` does it, the commands run by the server itself. */
async function register(config: Config, context: AppContext, server: DemoServer): Promise<void> {
  const order = {
    place: { host: '127.0.0.1', port: 0 },
    tls: null,
    insecure: false,
    occ: null,
    renew: false,
  };
  const run = async (commands: readonly (readonly string[])[]) => {
    for (const words of commands) await server.occ(words);
  };
  await registerApp(
    config,
    context,
    { ...order, patience: PATIENCE },
    { step: () => {}, awaiting: (_at, commands) => void run(commands) },
  );
}

/** The members who may be invited to the portal: in a group of the config, enabled, and without an app password of ours. */
export function invited({ world, config }: Stage): readonly MemberId[] {
  const { groups } = config.members;
  return world.users
    .filter((user) => user.enabled && user.appPassword === null && user.id !== ADMIN_ID)
    .filter((user) => user.groups.some((group) => groups.includes(group)))
    .map(({ id }) => memberId(id));
}

/** The members' app passwords by uid, as `credentials import` takes them. */
function tokensOf(world: World) {
  return Object.fromEntries(
    world.users.flatMap(({ id, loginName, appPassword }) =>
      appPassword === null || id === ADMIN_ID
        ? []
        : [[id, { login: loginName, password: appPassword }] as const],
    ),
  );
}
