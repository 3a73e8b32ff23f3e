import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeKey } from '../../src/credentials/age.ts';
import { demoConfigYaml } from '../../src/demo/coop/config.ts';
import { type CoopOptions, makeCoop } from '../../src/demo/coop/coop.ts';
import type { Truth } from '../../src/demo/coop/truth.ts';
import { type MailCatcher, startMailCatcher } from '../../src/demo/mail-catcher.ts';
import type { DemoServer } from '../../src/demo/nextcloud/server.ts';
import type { World } from '../../src/demo/nextcloud/world/world.ts';
import { reveal } from '../../src/model/secret.ts';
import { startCountedServer } from './bounds.ts';
import { storeSetting } from './stores.ts';
import { removeSqliteTemporaries, temporaryFolder } from './temporary.ts';
import { VERSION } from './version.ts';

export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  /** What ended it, where it was killed. */
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

const SHIFTED_CLOCK = new URL('shifted-clock.js', import.meta.url).href;

/** The environment in which the program lives at another time, which goes on from there, perhaps with few megabytes of heap. */
export function livingAt(moment: number, heap?: number): NodeJS.ProcessEnv {
  const small = heap === undefined ? '' : ` --max-old-space-size=${heap}`;
  return {
    NODE_OPTIONS: `--import=${SHIFTED_CLOCK}${small}`,
    CLOCK_SHIFT_MS: String(moment - Date.now()),
  };
}

/** Runs the built program as cron would: no terminal, no input unless given. */
export function menage(
  parameters: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly input?: string;
    /** Sends it `signal` when aborted. */
    readonly kill?: AbortSignal;
    /** SIGKILL unless given; asked for when it is sent. */
    readonly signal?: NodeJS.Signals;
    /** The program; the built one unless given. */
    readonly main?: string;
  },
): Promise<Ended> {
  const { cwd, env = {}, input = '', kill, main = MAIN } = options;
  return new Promise((resolve, reject) => {
    const program = spawn(process.execPath, [main, ...parameters], {
      cwd,
      env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'], ...env },
    });
    let out = '';
    let err = '';
    program.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    program.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    program.once('error', reject);
    kill?.addEventListener('abort', () => program.kill(options.signal ?? 'SIGKILL'));
    program.once('close', (code, signal) => {
      if (signal === 'SIGKILL') removeSqliteTemporaries();
      resolve({ code, signal, out, err });
    });
    program.stdin.end(input);
  });
}

/**
 * Runs the built program on a terminal (util-linux's `script`).
 * @param answers what is typed, each once its words were shown.
 * @returns with everything that the terminal showed in `out`; null where there is no such `script`.
 */
export function menageOnTerminal(
  parameters: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
  answers: readonly { readonly after: RegExp; readonly type: string }[],
): Promise<Ended | null> {
  const quoted = [process.execPath, MAIN, ...parameters].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  // Without a size nothing fits into the width.
  const command = `stty columns 120 rows 40; exec ${quoted.join(' ')}`;
  return new Promise((resolve) => {
    const program = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      cwd,
      env: { PATH: process.env['PATH'], TERM: 'xterm', SHELL: '/bin/sh', ...env },
    });
    const left = [...answers];
    let out = '';
    program.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (left[0]?.after.test(out) !== true) return;
      program.stdin.write(left.shift()?.type ?? '');
    });
    program.once('error', () => resolve(null));
    program.once('close', (code, signal) => resolve({ code, signal, out, err: '' }));
  });
}

/** A cooperative that answers, a mailbox, and a folder with a ready config; access is not imported yet. */
export interface Workspace {
  readonly folder: string;
  readonly world: World;
  readonly truth: Truth;
  readonly server: DemoServer;
  readonly mails: MailCatcher;
  /** Every secret of the workspace by what it is. */
  readonly key: string;
  run(...parameters: readonly string[]): Promise<Ended>;
  close(): Promise<void>;
}

export async function openWorkspace(wish: Partial<CoopOptions> = {}): Promise<Workspace> {
  const folder = temporaryFolder('workspace');
  const { world, truth } = makeCoop({ seed: 3, now: Date.now(), version: VERSION, ...wish });
  const server = await startCountedServer(world);
  const mails = await startMailCatcher({ directory: join(folder, 'mailbox') });
  const key = reveal(await makeKey());
  const tokens = Object.fromEntries(
    world.users.flatMap(({ id, loginName, appPassword }) =>
      appPassword === null || id === world.admin.id
        ? []
        : [[id, { login: loginName, password: appPassword }]],
    ),
  );
  const places = {
    ...{ url: server.url, adminPasswordFile: 'admin', keyFile: 'key', smtp: mails.url },
    store: storeSetting(folder),
  };
  for (const [name, text] of [
    ['admin', world.admin.password],
    ['key', key],
    ['tokens.json', JSON.stringify(tokens)],
    ['menage.yaml', demoConfigYaml(places, truth)],
  ] as const) {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
  }
  return {
    folder,
    world,
    truth,
    server,
    mails,
    key,
    run: (...parameters) => menage(parameters, { cwd: folder }),
    close: async () => {
      await mails.close();
      await server.close();
    },
  };
}
