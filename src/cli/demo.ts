import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkOptions, withStore } from '../app/open.ts';
import { reportInput } from '../app/report/input.ts';
import { templatesOf } from '../app/report/templates.ts';
import { wordingOf } from '../app/report/wording.ts';
import { sendingSecrets } from '../app/secrets.ts';
import type { Config } from '../config/load.ts';
import { loadConfig } from '../config/load.ts';
import { makeKey } from '../credentials/age.ts';
import { parseCredentials } from '../credentials/import.ts';
import { openVault } from '../credentials/vault.ts';
import { demoConfigYaml } from '../demo/coop/config.ts';
import { ADMIN_ID, makeCoop } from '../demo/coop/coop.ts';
import { oneMonthLater } from '../demo/coop/month-later.ts';
import type { Truth } from '../demo/coop/truth.ts';
import { type MailCatcher, startMailCatcher } from '../demo/mail-catcher.ts';
import { type DemoServer, startServer } from '../demo/nextcloud/server.ts';
import type { World } from '../demo/nextcloud/world/world.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import { writePrivate } from '../files/write.ts';
import { reveal } from '../model/secret.ts';
import { before } from '../model/time.ts';
import type { UtcMs } from '../model/units.ts';
import type { Context } from './context.ts';
import { FORMATS, writeReport } from './report.ts';
import { runInto } from './run.ts';

interface DemoOptions {
  readonly members?: number;
  readonly files?: number;
  readonly seed?: number;
  readonly out?: string;
  readonly serve?: boolean;
}

/** Everything that the demo keeps up while it runs. */
interface Stage {
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

/** `menage demo`: the very code of `menage run` on an embedded cooperative, twice, a month apart. */
export async function demo(context: Context, options: DemoOptions): Promise<ExitCode> {
  const stage = await setStage(
    options,
    context.now,
    options.serve === true ? context.now() : monthBefore(context.now()),
  );
  try {
    return options.serve === true ? await serve(stage, context) : await perform(stage, context, options);
  } finally {
    await stage.server.close();
    await stage.mails.close();
    if (options.serve !== true) await rm(stage.folder, { recursive: true, force: true });
  }
}

function monthBefore(now: UtcMs): UtcMs {
  return before(now, { amount: 1, unit: 'months' }, 'Europe/Paris');
}

/** Makes the cooperative, starts its server and its mailbox, and puts a ready config beside them. */
async function setStage(options: DemoOptions, real: () => UtcMs, now: UtcMs): Promise<Stage> {
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

async function perform(stage: Stage, context: Context, options: DemoOptions): Promise<ExitCode> {
  const { config, world, truth, clock, server } = stage;
  const out =
    options.out === undefined ? mkdtempSync(join(tmpdir(), 'menage-report-')) : resolve(options.out);
  mkdirSync(out, { recursive: true, mode: 0o700 });
  const staged = { ...context, quiet: false, configFile: config.file, now: clock };
  context.out(`A made-up cooperative of ${world.users.length - 1} members answers at ${server.url}.\n`);
  const secrets = sendingSecrets(config, context.environment);
  await withStore(config, context, async (store) => {
    context.out('Last month');
    await runInto(store, config, staged, { secrets });
    oneMonthLater(world, truth, options.seed ?? 1);
    server.changed();
    stage.setNow(context.now());
    context.out('\nThis month: links were closed and made, files came and went, somebody left');
    await runInto(store, config, staged, { secrets });
    const input = await reportInput(store, config, wordingOf(config));
    const paths = await writeReport(config, input, templatesOf(config), out, FORMATS);
    const mails = paths.filter((path) => path.endsWith('.eml'));
    const pages = paths.filter((path) => !path.endsWith('.eml'));
    context.out(`\n${pages.join('\n')}\n${mails.length} mails in ${join(out, 'mails')}`);
  });
  return EXIT.done;
}

/** Keeps server and mail catcher up until SIGTERM, and says on one line where they are. */
async function serve({ folder, server, mails, config, world }: Stage, context: Context): Promise<ExitCode> {
  await withStore(config, context, async () => {});
  context.document(
    JSON.stringify({
      url: server.url,
      adminUser: world.admin.id,
      adminPasswordFile: join(folder, 'admin.password'),
      tokensFile: join(folder, 'tokens.json'),
      keyFile: join(folder, 'menage.key'),
      config: config.file,
      smtp: mails.url,
      mailsDir: mails.directory,
      pid: process.pid,
    }),
  );
  if (!context.stop.aborted) {
    await new Promise<void>((ended) => context.stop.addEventListener('abort', () => ended(), { once: true }));
  }
  return EXIT.done;
}
