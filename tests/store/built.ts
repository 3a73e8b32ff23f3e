import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../helpers/temporary.ts';

const PROJECT = resolve(import.meta.dirname, '../..');

/** Compiles the store for child processes, which can be killed; gives the folder with `open.js` and `lock.js`. */
export function buildStore(): string {
  const folder = temporaryFolder('store-built');
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const settings = {
    extends: join(PROJECT, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      noCheck: true,
      rootDir: join(PROJECT, 'src'),
      outDir: join(folder, 'out'),
      typeRoots: [join(PROJECT, 'node_modules/@types')],
    },
    include: [],
    files: ['open.ts', 'lock.ts'].map((name) => join(PROJECT, 'src/store', name)),
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  execFileSync(join(PROJECT, 'node_modules/.bin/tsc'), ['-p', join(folder, 'tsconfig.json')], {
    stdio: 'inherit',
  });
  return join(folder, 'out/store');
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
