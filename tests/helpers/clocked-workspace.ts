import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { stringify } from 'yaml';
import { makeKey } from '../../src/credentials/age.ts';
import { parseCredentials } from '../../src/credentials/import.ts';
import { openVault, type VaultSettings } from '../../src/credentials/vault.ts';
import { type MailCatcher, type MailCatcherOptions, startMailCatcher } from '../../src/demo/mail-catcher.ts';
import { type DemoServer, startServer } from '../../src/demo/nextcloud/server.ts';
import type { World } from '../../src/demo/nextcloud/world/world.ts';
import { reveal } from '../../src/model/secret.ts';
import { type Ended, livingAt, menage } from './cli.ts';
import { ON_POSTGRES } from './postgres.ts';
import { copyStore, storeAt, storeSetting } from './stores.ts';
import { temporaryFolder } from './temporary.ts';

/** A mail as it lies in the mailbox, in the words of its reader. */
export interface ReceivedMail {
  readonly to: string;
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
}

interface RunOptions {
  /** Kills it (SIGKILL) when aborted. */
  readonly kill?: AbortSignal;
  /** What the program says that it took at most, kilobytes, goes into this file. */
  readonly peakMemoryFile?: string;
  /** Megabytes of heap that it may take; what Node gives unless said. */
  readonly heap?: number;
}

/** A cooperative of a few members, whose server, mailbox and program live at a time of their own. */
export interface ClockedWorkspace {
  readonly folder: string;
  readonly world: World;
  readonly server: DemoServer;
  readonly mails: MailCatcher;
  /** Moves the clock of server and program; it goes on from there. */
  setNow(moment: number): void;
  now(): number;
  /** Runs the built program with the workspace's config. */
  run(parameters: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Puts what every member of now granted into the vault. */
  giveAccess(): Promise<void>;
  /** Writes `menage.yaml` anew with these settings over the usual ones. */
  configure(changes: Readonly<Record<string, unknown>>): void;
  /** The mails in the mailbox, by the names of their files: in the order in which they came. */
  mailbox(): Promise<readonly ReceivedMail[]>;
  emptyMailbox(): void;
  /** Remembers store, reports and what the server notes by itself; empties the mailbox. */
  keep(): Promise<void>;
  /** Puts everything back as it was kept, the mailbox empty. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

export interface ClockedWorkspaceOptions {
  readonly now: number;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly mailbox?: Omit<MailCatcherOptions, 'directory'>;
}

export async function openClockedWorkspace(
  world: World,
  options: ClockedWorkspaceOptions,
): Promise<ClockedWorkspace> {
  const root = temporaryFolder('clocked');
  const [folder, kept] = [join(root, 'workspace'), join(root, 'kept')];
  const mails = await startMailCatcher({ ...options.mailbox, directory: join(root, 'mailbox') });
  let shift = options.now - Date.now();
  const now = () => Date.now() + shift;
  const server = await startServer(world, { clock: now });
  mkdirSync(folder, { mode: 0o700 });
  const usual = {
    ...{ ...usualConfig(server.url, mails.url, world), store: storeSetting(folder) },
    ...options.config,
  };
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600 });
  const configure = (changes: Readonly<Record<string, unknown>>) =>
    write('menage.yaml', stringify({ ...usual, ...changes }));
  write('admin', world.admin.password);
  // An age identity: a passphrase would cost every run half a second.
  const key = await makeKey();
  write('key', reveal(key));
  configure({});
  const giveAccess = () => grant(world, { path: join(folder, 'menage.vault'), key }, now());
  await giveAccess();
  let lastLogins = new Map<string, number | null>();
  const emptyMailbox = () => {
    for (const name of readdirSync(mails.directory)) rmSync(join(mails.directory, name));
  };
  return {
    folder,
    world,
    server,
    mails,
    now,
    setNow: (moment) => {
      shift = moment - Date.now();
    },
    run: (parameters, { kill, peakMemoryFile, heap } = {}) =>
      menage(parameters, {
        cwd: folder,
        env: {
          ...livingAt(now(), heap),
          ...(peakMemoryFile !== undefined && { PEAK_MEMORY_FILE: peakMemoryFile }),
        },
        ...(kill !== undefined && { kill }),
      }),
    giveAccess,
    configure,
    mailbox: () => readMailbox(mails.directory),
    emptyMailbox,
    keep: async () => {
      rmSync(kept, { recursive: true, force: true });
      cpSync(folder, kept, { recursive: true, preserveTimestamps: true });
      if (ON_POSTGRES) await copyStore(storeAt(folder), storeAt(kept));
      lastLogins = new Map(world.users.map(({ id, lastLogin }) => [id, lastLogin]));
      emptyMailbox();
    },
    restore: async () => {
      rmSync(folder, { recursive: true });
      cpSync(kept, folder, { recursive: true, preserveTimestamps: true });
      if (ON_POSTGRES) await copyStore(storeAt(kept), storeAt(folder));
      for (const user of world.users) user.lastLogin = lastLogins.get(user.id) ?? null;
      emptyMailbox();
    },
    close: async () => {
      await server.close();
      await mails.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function usualConfig(url: string, smtp: string, world: World) {
  return {
    server: { url, admin: { user: world.admin.id, passwordFile: 'admin' }, timeout: '2s' },
    organisation: { name: 'Coopérative', language: 'fr', timezone: 'Europe/Paris' },
    members: { except: [world.admin.id] },
    credentials: { keyFile: 'key' },
    mail: { transport: smtp, from: 'Nextcloud <nextcloud@coop.example>', maxPerMinute: 10_000 },
    admins: { mails: ['equipe@coop.example'] },
  };
}

async function grant(world: World, place: VaultSettings, now: number): Promise<void> {
  const granted = world.users.flatMap(({ id, loginName, appPassword }) =>
    appPassword === null || id === world.admin.id
      ? []
      : [[id, { login: loginName, password: appPassword }] as const],
  );
  const vault = await openVault(place);
  await vault.put(parseCredentials(JSON.stringify(Object.fromEntries(granted)), 'tokens.json', now));
}

async function readMailbox(directory: string): Promise<readonly ReceivedMail[]> {
  const names = readdirSync(directory).sort();
  return Promise.all(
    names.map(async (name) => {
      const mail = await simpleParser(readFileSync(join(directory, name)));
      const to = Array.isArray(mail.to) ? mail.to : [mail.to];
      return {
        to: to.map((one) => one?.text ?? '').join(', '),
        messageId: mail.messageId ?? '',
        subject: mail.subject ?? '',
        text: mail.text ?? '',
      };
    }),
  );
}
