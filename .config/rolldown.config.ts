import type { BuildOptions } from 'rolldown';

/** Bundles the admin page's script, which stands in the page as one inline element: readable, for whoever opens it. */
export default {
  input: 'src/report/page/script/main.ts',
  platform: 'browser',
  tsconfig: '.config/tsconfig.page.json',
  output: { file: 'dist/report/page/script.js', format: 'iife', strict: true },
  // Such as an import that cannot be resolved, which would fail in the browser only.
  onLog(_level, { message }) {
    throw new Error(message);
  },
} satisfies BuildOptions;
