import { type ChildProcess, spawn } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'rolldown';
import { temporaryFolder } from '../helpers/temporary.ts';

const PROJECT = resolve(import.meta.dirname, '../..');

/** Bundles the store for child processes, which can be killed; gives the folder with `open.js`. */
export async function buildStore(): Promise<string> {
  const folder = temporaryFolder('store-built');
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const built = join(folder, 'out');
  await build({
    input: join(PROJECT, 'src/store/open.ts'),
    platform: 'node',
    external: /^[^./]/,
    output: { dir: built },
    logLevel: 'warn',
  });
  return built;
}

/** Runs a script that lies beside the compiled store; it may also send messages. */
export function startChild(
  built: string,
  name: string,
  text: string,
  ...words: readonly string[]
): ChildProcess {
  const path = join(built, name);
  writeFileSync(path, text);
  return spawn(process.execPath, [path, ...words], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
}

export function lineFrom(process: ChildProcess): Promise<string> {
  return new Promise((resolve) => process.stdout?.once('data', (text) => resolve(String(text).trim())));
}

export function endOf(process: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => process.once('exit', (code) => resolve(code)));
}
