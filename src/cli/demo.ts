import { accessSync, constants } from 'node:fs';
import { join, resolve } from 'node:path';
import { invited, type Stage, type StageOptions, withStage } from '../app/demo-stage.ts';
import { withStore } from '../app/open.ts';
import { reportInput } from '../app/report/input.ts';
import { templatesOf } from '../app/report/templates.ts';
import { wordsOf } from '../app/report/wording.ts';
import { FORMATS, writeReport } from '../app/report/write.ts';
import { sendingSecrets } from '../app/secrets.ts';
import { terminalSpeaker } from '../app/terminal.ts';
import { oneMonthLater } from '../demo/coop/month-later.ts';
import { makePrivateFolder } from '../files/folders.ts';
import { EXIT, type ExitCode, messageOf, UsageError } from '../model/errors.ts';
import type { MemberId } from '../model/ids.ts';
import { memberId } from '../model/ids.ts';
import { languageOf } from '../model/member.ts';
import { shellWord } from '../model/text/shell-word.ts';
import { before } from '../model/time.ts';
import type { UtcMs } from '../model/units.ts';
import { startPortal } from '../portal/serve.ts';
import type { SayLine } from '../report/text/lines.ts';
import type { MemberRow } from '../store/store.ts';
import { type Context, stopped } from './context.ts';
import { runInto } from './run.ts';

/** Those whom `--serve` leaves to give access in the portal: one with much to do, one with open folders, one with little. */
const AWAITING: readonly string[] = ['videographer', 'curator', 'baker'];

interface DemoOptions extends StageOptions {
  readonly out?: string;
  readonly serve?: boolean;
}

/** `menage demo`: the very code of `menage run` on an embedded cooperative, twice, a month apart. */
export async function demo(context: Context, options: DemoOptions): Promise<ExitCode> {
  const now = context.now();
  if (options.serve === true)
    return withStage({ ...options, awaiting: AWAITING, portal: true }, context, now, (stage) =>
      serve(stage, context, options),
    );
  const out = outputFolder(options.out ?? 'menage-demo');
  return withStage(options, context, monthBefore(now), (stage) => perform(stage, context, options, out));
}

function monthBefore(now: UtcMs): UtcMs {
  return before(now, { amount: 1, unit: 'months' }, 'Europe/Paris');
}

/** Made before the work begins: a folder that cannot be written is no reason to have waited for. */
function outputFolder(path: string): string {
  const folder = resolve(path);
  try {
    makePrivateFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new UsageError(`Cannot write into ${folder} (${messageOf(error)}): name another folder by --out.`, {
      cause: error,
    });
  }
  return folder;
}

async function perform(stage: Stage, context: Context, options: DemoOptions, out: string): Promise<ExitCode> {
  const { config, world, truth, clock, server } = stage;
  const staged = { ...context, quiet: false, configFile: config.file, now: clock };
  const say = terminalSpeaker(context);
  context.out(`${say('demo.server', { n: world.users.length - 1, url: server.url })}\n`);
  if (options.appapi === true) context.out(`${say('demo.appapi')}\n`);
  // Its mails go to a catcher on this machine: nobody needs to be asked before the first ones.
  const setting = {
    secrets: sendingSecrets(config, context.environment),
    ...{ yes: false, agreeFirst: async () => true },
  };
  await withStore(config, context, async (store) => {
    context.out(say('demo.lastMonth'));
    await runInto(store, config, staged, setting);
    oneMonthLater(world, truth, options.seed ?? 1);
    server.changed();
    stage.setNow(context.now());
    context.out(`\n${say('demo.thisMonth')}`);
    await runInto(store, config, staged, setting);
    const input = await reportInput(store, config, wordsOf(config));
    const paths = await writeReport(config, input, templatesOf(config), out, FORMATS);
    const mails = paths.filter((path) => path.endsWith('.eml'));
    const pages = paths.filter((path) => !path.endsWith('.eml'));
    const left = say('demo.mails', { n: mails.length, folder: join(out, 'mails') });
    context.out(`\n${pages.join('\n')}\n${left}`);
  });
  return EXIT.done;
}

/** An invitation to the portal, as its mail holds it. */
interface Invitation {
  readonly member: MemberId;
  readonly url: string;
}

/** Keeps server, mail catcher and portal up until Ctrl-C or SIGTERM, and says where they are: to programs as one JSON line. */
async function serve(stage: Stage, context: Context, { appapi = false }: DemoOptions): Promise<ExitCode> {
  const { folder, server, mails, config, world } = stage;
  return withStore(config, context, async (store) => {
    const portal = await startPortal(config, context, store);
    await store.members.save(rowsOfInvited(stage));
    const invitations: Invitation[] = [];
    for (const member of invited(stage)) {
      const token = await portal.portal.links.issue(member, 'invitation', context.now());
      invitations.push({ member, url: `${portal.url}/l/${token}` });
    }
    if (context.isTerminal)
      context.out(guideTo(stage, { appapi, portal: portal.url, invitations }, terminalSpeaker(context)));
    else
      context.document(
        JSON.stringify({
          url: server.url,
          adminUser: world.admin.id,
          adminPasswordFile: join(folder, 'admin.password'),
          memberPassword: server.memberPassword,
          tokensFile: join(folder, 'tokens.json'),
          keyFile: join(folder, 'menage.key'),
          config: config.file,
          smtp: mails.url,
          mailsDir: mails.directory,
          appapi,
          portal: portal.url,
          invitations,
          pid: process.pid,
        }),
      );
    await stopped(context);
    await portal.close();
    return EXIT.done;
  });
}

interface Guided {
  readonly appapi: boolean;
  readonly portal: string;
  readonly invitations: readonly Invitation[];
}

/** As the audit notes accounts: an invitation leaves after it, and knows names. */
function rowsOfInvited(stage: Stage): readonly MemberRow[] {
  const ids = new Set<string>(invited(stage));
  return stage.world.users
    .filter(({ id }) => ids.has(id))
    .map(({ id, displayName, mail, language }) => ({
      ...{ id: memberId(id), name: displayName, mail, antenna: null, lastLogin: null, lastRequestAt: null },
      ...{ language: languageOf(language) ?? stage.config.organisation.language, groups: null },
    }));
}

function guideTo(stage: Stage, { appapi, portal, invitations }: Guided, say: SayLine): string {
  const { folder, server, mails, config, world } = stage;
  const named = `--config ${shellWord(config.file)}`;
  const commands = ['doctor', 'audit', 'send --dry-run'].map((command) => `  menage ${command} ${named}`);
  return say('demo.guide', {
    ...{ n: world.users.length - 1, url: server.url, admin: world.admin.id },
    password: join(folder, 'admin.password'),
    memberPassword: server.memberPassword,
    access: appapi ? say('demo.registration') : say('demo.tokens', { file: join(folder, 'tokens.json') }),
    ...{ config: config.file, mails: mails.directory, commands: commands.join('\n') },
    ...{ portal, invitations: invitations.map(({ member, url }) => `  ${member}\n    ${url}`).join('\n') },
  });
}
