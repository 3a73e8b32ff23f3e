import type { BuildOptions } from 'rolldown';

/** A script that stands in a page as one inline element: readable, for whoever opens it. */
function pageScript(input: string, file: string) {
  return {
    input,
    platform: 'browser',
    tsconfig: '.config/tsconfig.page.json',
    output: { file, format: 'iife', strict: true },
    // Such as an import that cannot be resolved, which would fail in the browser only.
    onLog(_level, { message }) {
      throw new Error(message);
    },
  } satisfies BuildOptions;
}

export default [
  pageScript('src/report/page/script/main.ts', 'dist/report/page/script.js'),
  pageScript('src/portal/script/main.ts', 'dist/portal/script.js'),
];
