import { configDefaults } from 'vitest/config';
import type { Reporter } from 'vitest/node';

/** Names the tests that failed at first, and how: they hold up nothing, and are to be mended. */
const unstableTests: Reporter = {
  onTestRunEnd: (modules) => {
    const unstable = modules
      .flatMap((module) => [...module.children.allTests()])
      .filter((test) => test.diagnostic()?.flaky === true)
      .map((test) => {
        const [error] = test.result().errors ?? [];
        return `Unstable: ${test.module.relativeModuleId} > ${test.fullName}\n${error?.message ?? ''}\n`;
      });
    process.stdout.write(unstable.join(''));
  },
};

/** What is about PostgreSQL alone needs a server: `npm run test:postgres`. */
const POSTGRES = (process.env['TEST_POSTGRES'] ?? '') === '' ? ['**/*.postgres.test.ts'] : [];

/** What every test run shares. `TEST_RETRY=1`: a test that fails is tried once more. */
export const SHARED = {
  globalSetup: ['tests/helpers/own-temporary.ts', 'tests/helpers/postgres.ts'],
  exclude: [...configDefaults.exclude, ...POSTGRES],
  setupFiles: ['tests/helpers/setup.ts'],
  retry: Number(process.env['TEST_RETRY'] ?? 0),
  reporters: ['default', unstableTests],
};

export default { test: SHARED };
