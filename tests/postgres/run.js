// Tests with stores on PostgreSQL: `npm run test:postgres [-- FILES]`, on a server that is started for them, or on the
// one that TEST_POSTGRES names (an address whose user may create databases). The programs that they run must be built.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startCluster } from '../helpers/postgres-cluster.ts';

/** The contract of the store, the program from outside, and what is about PostgreSQL alone. */
const ALL = ['tests/store', 'tests/e2e', '.postgres.test.ts'];
const OPTIONS = ['--no-isolate', '--maxWorkers=2', '--testTimeout=20000', '--hookTimeout=30000'];

const asked = process.argv.slice(2);
const paths = asked.some((word) => !word.startsWith('-')) ? asked : [...asked, ...ALL];
const given = process.env.TEST_POSTGRES ?? '';
const cluster = given === '' ? await startCluster() : null;
try {
  const run = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    '.config/vitest.ts',
    ...OPTIONS,
    ...paths,
  ];
  const tests = spawn(process.execPath, run, {
    stdio: 'inherit',
    env: { ...process.env, TEST_POSTGRES: cluster?.address ?? given },
  });
  // The server ends after the tests.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => tests.kill(signal));
  const [code] = await once(tests, 'exit');
  process.exitCode = code ?? 1;
} finally {
  await cluster?.close();
}
