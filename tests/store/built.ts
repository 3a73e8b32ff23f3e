import { execFileSync } from 'node:child_process';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const PROJECT = resolve(import.meta.dirname, '../..');

/** Compiles the store for child processes, which can be killed; gives the folder with `open.js` and `lock.js`. */
export function buildStore(): string {
  const folder = mkdtempSync(join(tmpdir(), 'menage-store-built-'));
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

/** A script beside the compiled store. */
export function childScript(built: string, name: string, text: string): string {
  const path = join(built, name);
  writeFileSync(path, text);
  return path;
}
