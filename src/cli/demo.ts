import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Stage, type StageOptions, setStage } from '../app/demo-stage.ts';
import { withStore } from '../app/open.ts';
import { reportInput } from '../app/report/input.ts';
import { templatesOf } from '../app/report/templates.ts';
import { wordsOf } from '../app/report/wording.ts';
import { FORMATS, writeReport } from '../app/report/write.ts';
import { sendingSecrets } from '../app/secrets.ts';
import { oneMonthLater } from '../demo/coop/month-later.ts';
import { EXIT, type ExitCode } from '../model/errors.ts';
import { before } from '../model/time.ts';
import type { UtcMs } from '../model/units.ts';
import { type Context, stopped } from './context.ts';
import { runInto } from './run.ts';

interface DemoOptions extends StageOptions {
  readonly out?: string;
  readonly serve?: boolean;
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
    const input = await reportInput(store, config, wordsOf(config));
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
  await stopped(context);
  return EXIT.done;
}
