import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Mutation tests: `npm run mutation` for everything (hours), or a random sample of each folder's files:
//   MUTATION_FOLDERS=checks,deliver MUTATION_FILES=3 MUTATION_SEED=7 npm run mutation
const { MUTATION_FOLDERS = 'checks,deliver,nextcloud,credentials', MUTATION_FILES, MUTATION_SEED = '1' } = process.env;

/** Pseudo-random numbers from 0 to 1 (mulberry32), so that a sample can be drawn again. */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function filesOf(folder) {
  const all = readdirSync(join('src', folder), { recursive: true }).filter((name) => name.endsWith('.ts')).sort();
  const random = randomOf(Number(MUTATION_SEED));
  const shuffled = all.map((name) => [random(), name]).sort(([a], [b]) => a - b);
  return shuffled.slice(0, Number(MUTATION_FILES ?? all.length)).map(([, name]) => `src/${folder}/${name}`);
}

const mutate = MUTATION_FOLDERS.split(',').flatMap(filesOf);
if (MUTATION_FILES !== undefined) process.stdout.write(`seed ${MUTATION_SEED}: ${mutate.join(' ')}\n`);

export default {
  mutate,
  testRunner: 'vitest',
  vitest: { configFile: '.config/vitest.mutation.ts', related: true },
  coverageAnalysis: 'perTest',
  // What runs once at loading cannot be told apart by test, and costs a whole run each.
  ignoreStatic: true,
  concurrency: 1,
  timeoutMS: 8_000,
  // TypeScript 7 has no interface for programs; there is nothing to rewrite in the config anyway.
  tsconfigFile: 'none',
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `dist/mutation-${MUTATION_FOLDERS}.json` },
  // Outside: a build empties dist, and a test run would find the copies of the tests.
  tempDirName: join(tmpdir(), `menage-mutation-${MUTATION_FOLDERS}`),
  ignorePatterns: ['dist', 'docs/pictures', 'tests/browser', 'tests/foreign', 'tests/chaos', 'tests/golden'],
  allowConsoleColors: false,
};
