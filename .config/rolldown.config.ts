import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'rolldown';
import { licences } from './licences.ts';

/** Such as an import that cannot be resolved, which would fail at run time only. */
function onLog(_level: string, { message }: { readonly message: string }): never {
  throw new Error(message);
}

/** The program with its dependencies: few files, for what stands in hundreds costs each start half a second. */
const program: BuildOptions = {
  input: 'src/main.ts',
  platform: 'node',
  // Those that hold a binary per platform.
  external: ['@css-inline/css-inline', '@photostructure/sqlite'],
  resolve: { alias: { cosmiconfig: fileURLToPath(new URL('no-config-search.ts', import.meta.url)) } },
  plugins: [licences('licences.txt')],
  output: {
    dir: 'dist',
    // Side by side: what a module finds by its own address lies beside them, or one folder up (src/package.ts).
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    sourcemap: true,
    sourcemapExcludeSources: true,
  },
  onLog,
};

/** A script that stands in a page as one inline element: readable, for whoever opens it. */
function pageScript(input: string, file: string): BuildOptions {
  return {
    input,
    platform: 'browser',
    tsconfig: '.config/tsconfig.page.json',
    output: { file, format: 'iife', strict: true },
    onLog,
  };
}

export default [
  program,
  pageScript('src/report/page/script/main.ts', 'dist/report/page/script.js'),
  pageScript('src/portal/script/main.ts', 'dist/portal/script.js'),
];
