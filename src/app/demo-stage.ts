import { join } from 'node:path';
import { type Config, loadConfig } from '../config/load.ts';
import { makeKey } from '../credentials/age.ts';
import { parseCredentials } from '../credentials/import.ts';
import { openVault } from '../credentials/vault.ts';
import { demoConfigYaml } from '../demo/coop/config.ts';
import { ADMIN_ID, makeCoop } from '../demo/coop/coop.ts';
import type { Truth } from '../demo/coop/truth.ts';
import { type MailCatcher, startMailCatcher } from '../demo/mail-catcher.ts';
import { type DemoServer, startServer } from '../demo/nextcloud/server.ts';
import { PLAYED, type Played } from '../demo/nextcloud/world/flavour.ts';
import type { World } from '../demo/nextcloud/world/world.ts';
import { makeTemporaryFolder } from '../files/temporary.ts';
import { writePrivate } from '../files/write.ts';
import { reveal } from '../model/secret.ts';
import type { UtcMs } from '../model/units.ts';
import { checkOptions } from './open.ts';

/** How large a cooperative, and which one. */
export interface StageOptions {
  readonly members?: number;
  readonly files?: number;
  readonly seed?: number;
  /** The major version that the embedded server plays; 31 unless said. */
  readonly nextcloud?: Played;
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
  real: () => UtcMs,
  now: UtcMs,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const { members, files, seed = 1, nextcloud } = options;
  const { world, truth } = makeCoop({
    seed,
    now,
    ...(members !== undefined && { members }),
    ...(files !== undefined && { files }),
    ...(nextcloud !== undefined && { version: PLAYED[nextcloud] }),
  });
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
    const config = await furnish(folder, world, truth, { url: server.url, smtp: mails.url, now });
    return await work({ folder, world, truth, server, mails, config, clock, setNow });
  } finally {
    for (const one of open) await one.close();
    remove();
  }
}

/** Writes config, secrets and vault as an organisation has them after `menage init` and `credentials import`. */
async function furnish(
  folder: string,
  world: World,
  truth: Truth,
  { url, smtp, now }: { readonly url: string; readonly smtp: string; readonly now: UtcMs },
): Promise<Config> {
  const key = await makeKey();
  const tokens = JSON.stringify(tokensOf(world));
  const places = { url, smtp, adminPasswordFile: 'admin.password', keyFile: 'menage.key' };
  for (const [name, text] of [
    ['admin.password', world.admin.password],
    ['menage.key', reveal(key)],
    ['tokens.json', tokens],
    ['menage.yaml', demoConfigYaml(places, truth)],
  ] as const) {
    writePrivate(join(folder, name), text);
  }
  const config = loadConfig(join(folder, 'menage.yaml'), checkOptions());
  const vault = await openVault({ path: config.credentials.vault, key, server: url });
  await vault.put(parseCredentials(tokens, 'tokens.json', now));
  return config;
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
