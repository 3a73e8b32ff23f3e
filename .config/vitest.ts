/** What every test run shares. */
export const SHARED = {
  globalSetup: ['tests/helpers/own-temporary.ts'],
  setupFiles: ['tests/helpers/setup.ts'],
};

export default { test: SHARED };
