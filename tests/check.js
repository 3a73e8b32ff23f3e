// The gates of `npm run check`, one after the other; the first that fails says the command that mends it.
import { spawnSync } from 'node:child_process';

const GATES = [
  {
    name: 'messages',
    run: 'node docs/messages.js --check',
    mend: 'correct what is named above in templates/locales',
  },
  { name: 'types', run: 'tsc --noEmit', mend: 'correct what tsc names above' },
  {
    name: 'types of the page script',
    run: 'tsc -p .config/tsconfig.page.json',
    mend: 'correct what tsc names above',
  },
  {
    name: 'lint and format',
    run: 'npm run --silent lint',
    mend: 'run "npx biome check --write ." and correct what stays',
  },
  { name: 'unused code', run: 'knip --config .config/knip.json', mend: 'delete what knip names above' },
  {
    name: 'code that only tests use',
    run: 'knip --production --config .config/knip.json',
    mend: 'delete what knip names above, or move it to tests/',
  },
  { name: 'build', run: 'npm run --silent build', mend: 'correct what tsc names above' },
  {
    name: 'generated docs',
    run: 'node --import ./docs/typescript.js docs/generate.js --check',
    mend: 'run "npm run docs" and commit the result',
  },
];

for (const { name, run, mend } of GATES) {
  const started = Date.now();
  const { status } = spawnSync(run, { shell: true, stdio: 'inherit' });
  if (status !== 0) {
    process.stderr.write(`check: ${name} failed (${run}): ${mend}.\n`);
    process.exit(1);
  }
  process.stderr.write(`check: ${name} ok, ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}
