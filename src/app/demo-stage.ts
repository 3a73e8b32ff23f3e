import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
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
import type { World } from '../demo/nextcloud/world/world.ts';
import { writePrivate } from '../files/write.ts';
import { reveal } from '../model/secret.ts';
import type { UtcMs } from '../model/units.ts';
import { checkOptions } from './open.ts';

/** How large a cooperative, and which one. */
export interface StageOptions {
  readonly members?: number;
  readonly files?: number;
  readonly seed?: number;
}

/** Everything that the demo keeps up while it runs. */
export interface Stage {
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

/** Makes the cooperative, starts its server and its mailbox, and puts a ready config beside them. */
export async function setStage(options: StageOptions, real: () => UtcMs, now: UtcMs): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'menage-demo-'));
  const { members, files, seed = 1 } = options;
  const { world, truth } = makeCoop({
    seed,
    now,
    ...(members !== undefined && { members }),
    ...(files !== undefined && { files }),
  });
  let shift = now - real();
  const clock = () => real() + shift;
  const server = await startServer(world, { clock });
  const mails = await startMailCatcher({ directory: join(folder, 'mailbox') });
  const places = {
    url: server.url,
    adminPasswordFile: 'admin.password',
    keyFile: 'menage.key',
    smtp: mails.url,
  };
  const key = await makeKey();
  const granted = world.users.flatMap(({ id, loginName, appPassword }) =>
    appPassword === null || id === ADMIN_ID
      ? []
      : [[id, { login: loginName, password: appPassword }] as const],
  );
  const tokens = JSON.stringify(Object.fromEntries(granted));
  for (const [name, text] of [
    ['admin.password', world.admin.password],
    ['menage.key', reveal(key)],
    ['tokens.json', tokens],
    ['menage.yaml', demoConfigYaml(places, truth)],
  ] as const) {
    writePrivate(join(folder, name), text);
  }
  const config = loadConfig(join(folder, 'menage.yaml'), checkOptions());
  const vault = await openVault({ path: config.credentials.vault, key, server: server.url });
  await vault.put(parseCredentials(tokens, 'tokens.json', now));
  return {
    folder,
    world,
    truth,
    server,
    mails,
    config,
    clock,
    setNow: (moment) => {
      shift = moment - real();
    },
  };
}
