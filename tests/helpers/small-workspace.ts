import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { AuditOutcome } from '../../src/app/audit/audit-members.ts';
import { withLockedStore } from '../../src/app/open.ts';
import { reportInput } from '../../src/app/report/input.ts';
import { wordsOf } from '../../src/app/report/wording.ts';
import { sendingSecrets } from '../../src/app/secrets.ts';
import { senderOf, sendRun } from '../../src/app/send/send.ts';
import { auditInto, exitCodeOf, showResult } from '../../src/cli/audit.ts';
import { configOf } from '../../src/cli/config.ts';
import { type Context, contextOf } from '../../src/cli/context.ts';
import { showSent } from '../../src/cli/send.ts';
import type { Config } from '../../src/config/load.ts';
import { makeKey } from '../../src/credentials/age.ts';
import { openVault } from '../../src/credentials/vault.ts';
import { type MailCatcher, startMailCatcher } from '../../src/demo/mail-catcher.ts';
import type { DemoServer } from '../../src/demo/nextcloud/server.ts';
import type { World } from '../../src/demo/nextcloud/world/world.ts';
import { openLog } from '../../src/log.ts';
import { EXIT, MenageError } from '../../src/model/errors.ts';
import { memberId } from '../../src/model/ids.ts';
import { RunResult } from '../../src/model/result.ts';
import { reveal, secret } from '../../src/model/secret.ts';
import { openStore, type StoreLocation } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { registerApp } from './appapi.ts';
import { startCountedServer } from './bounds.ts';
import { type Rewrite, startRewritingProxy } from './rewriting-proxy.ts';
import { storeAt, storeSetting } from './stores.ts';
import { temporaryFolder } from './temporary.ts';
import { NOW } from './world.ts';

/** What one command left behind. */
export interface RunOutcome {
  readonly code: number;
  /** At exit 2 there is none, and to look at it throws. */
  readonly result: RunResult;
  /** What standard error was told. */
  readonly told: string;
  /** Who got a mail in this run, sorted. */
  readonly mailed: readonly string[];
}

interface Options {
  readonly full?: boolean;
  /** By this machine's clock; the world's noon unless given. */
  readonly now?: number;
}

/** A small world with its server, a mailbox, and a folder that is ready for `menage run`. */
export interface SmallWorkspace {
  readonly folder: string;
  readonly world: World;
  readonly server: DemoServer;
  readonly mails: MailCatcher;
  /** `menage audit` by the command's own code, at the world's noon. */
  audit(options?: Options): Promise<RunOutcome>;
  /** As `menage run`, but without the report: that takes most of a run's time here. */
  auditAndSend(options?: Options): Promise<RunOutcome>;
  /** Looks into the store between two runs. */
  withStore<T>(look: (store: Store) => Promise<T>): Promise<T>;
}

export interface SmallWorkspaceOptions {
  /** As `server.timeout`. */
  readonly timeout?: string;
  /** As `mail.maxShareOfMembersFailed`; here no brake unless given, for one of two members is half of them. */
  readonly brake?: string;
  /** By the server's clock; the world's noon unless given. */
  readonly serverClock?: () => number;
  /** Changes answers on their way, as a server with odd records gives them. */
  readonly rewrite?: Rewrite;
  /** Where the file of the store lies, if not in the folder; never on PostgreSQL. */
  readonly storeFolder?: string;
  /** As `members.groups`. */
  readonly groups?: readonly string[];
  /** Reads by a registration with AppAPI; then the vault has only these app passwords. */
  readonly appApi?: { readonly own?: readonly string[]; readonly secret?: string };
  /** Whether the administrator has a password; yes unless said. */
  readonly adminPassword?: boolean;
  /** Keys of the config's sections beside those that stand. */
  readonly sections?: Readonly<Record<'members' | 'credentials', object>>;
}

/** Opens a workspace for as long as `work` runs; what holds in every run is asserted when it closes. */
export async function withSmallWorkspace<T>(
  world: World,
  wish: SmallWorkspaceOptions,
  work: (workspace: SmallWorkspace) => Promise<T>,
): Promise<T> {
  const folder = temporaryFolder('small');
  const server = await startCountedServer(world, { clock: wish.serverClock ?? (() => NOW) });
  const mails = await startMailCatcher({ directory: join(folder, 'mailbox') });
  const proxy = wish.rewrite === undefined ? null : await startRewritingProxy(server.url, wish.rewrite);
  try {
    await furnish(folder, server, proxy?.url ?? server.url, mails, wish);
    const location = wish.storeFolder === undefined ? storeAt(folder) : join(wish.storeFolder, 'menage.db');
    return await work({
      folder,
      world,
      server,
      mails,
      audit: (options = {}) => commandIn(folder, mails, options, audited),
      auditAndSend: (options = {}) => commandIn(folder, mails, options, sent),
      withStore: (look) => lookInto(location, look),
    });
  } finally {
    await mails.close();
    await proxy?.close();
    rmSync(folder, { recursive: true, force: true });
    await server.close();
  }
}

async function furnish(
  folder: string,
  server: DemoServer,
  url: string,
  mails: MailCatcher,
  { timeout = '5s', storeFolder, brake = '100 %', groups = ['coop'], ...wish }: SmallWorkspaceOptions,
): Promise<void> {
  const { world } = server;
  const hasPassword = wish.adminPassword ?? true;
  mkdirSync(join(folder, 'reports'));
  const config = {
    server: {
      url,
      admin: { user: world.admin.id, ...(hasPassword && { passwordFile: 'admin' }) },
      timeout,
    },
    members: { groups, ...wish.sections?.members },
    credentials: { vault: 'menage.vault', keyFile: 'key', ...wish.sections?.credentials },
    store: storeFolder === undefined ? storeSetting(folder) : join(storeFolder, 'menage.db'),
    mail: {
      transport: mails.url,
      from: 'Nextcloud <nextcloud@coop.example>',
      every: 'month',
      maxShareOfMembersFailed: brake,
    },
    admins: { mails: ['admins@coop.example'] },
    output: { directory: 'reports' },
  };
  // An age identity: it opens at once, and every run opens the vault.
  const key = await makeKey();
  for (const [name, text] of [
    ['admin', world.admin.password],
    ['key', reveal(key)],
    ['menage.yaml', stringify(config)],
  ] as const) {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
  }
  const vault = await openVault({ path: join(folder, 'menage.vault'), key });
  if (wish.appApi !== undefined) {
    const made = (await registerApp(server)).secret;
    await vault.putRegistration({ secret: secret(wish.appApi.secret ?? made), registeredAt: NOW });
  }
  const own = wish.appApi === undefined ? null : new Set(wish.appApi.own);
  await vault.put(
    world.users.flatMap(({ id, loginName, appPassword }) =>
      appPassword === null || own?.has(id) === false
        ? []
        : [
            {
              member: memberId(id),
              login: loginName,
              password: secret(appPassword),
              tokenId: null,
              addedAt: NOW,
            },
          ],
    ),
  );
}

type Command = (outcome: AuditOutcome, store: Store, config: Config, context: Context) => Promise<number>;

const audited: Command = async (outcome, _store, _config, context) => exitCodeOf(outcome, undefined, context);

const sent: Command = async (outcome, store, config, context) => {
  const code = exitCodeOf(outcome, undefined, context);
  if (outcome.problem !== null) return code;
  const input = await reportInput(store, config, wordsOf(config), outcome.result.run.id);
  const ended = await sendRun(store, config, input, context, {
    sender: senderOf(config),
    secrets: sendingSecrets(config, context.environment),
    ...{ yes: false, agreeFirst: async () => true, retryRefused: false },
  });
  showSent(ended, context);
  return ended.isComplete ? code : EXIT.partial;
};

async function commandIn(
  folder: string,
  mails: MailCatcher,
  { full = false, now = NOW }: Options,
  command: Command,
): Promise<RunOutcome> {
  let told = '';
  const write = (line: string) => {
    told += line;
  };
  const context: Context = {
    ...contextOf({ config: join(folder, 'menage.yaml') }, new AbortController().signal),
    environment: {},
    quiet: true,
    log: openLog({ level: 'info', format: 'text' }, { write }),
    out: () => {},
    progress: () => {},
    now: () => now,
  };
  const json = join(folder, 'result.json');
  rmSync(json, { force: true });
  const before = mails.received.length;
  const config = configOf(context);
  const code = await withLockedStore(config, context, 'menage run', async (store) => {
    const outcome = await auditInto(store, config, context, { full });
    await showResult(outcome, store, config, context, { json });
    return command(outcome, store, config, context);
  }).catch((error: unknown) => {
    // As the program explains what was foreseen.
    if (!(error instanceof MenageError)) throw error;
    write(`menage: ${error.message}\n`);
    return error.exitCode;
  });
  const document = existsSync(json) ? readFileSync(json, 'utf8') : 'null';
  return {
    code,
    get result() {
      return RunResult.parse(JSON.parse(document));
    },
    told,
    mailed: mails.received
      .slice(before)
      .flatMap(({ to }) => to)
      .sort(),
  };
}

async function lookInto<T>(location: StoreLocation, look: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(location);
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}
