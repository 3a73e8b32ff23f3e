import { SHARED } from './vitest.ts';

// The tests that must notice a change in the folders of docs/quality.md; those that run the built program cannot.
const HOSTILE: Readonly<Record<string, readonly string[]>> = {
  nextcloud: ['tests/e2e/hostile/{answers,network}.test.ts'],
  credentials: ['tests/e2e/hostile/given.test.ts'],
};
const { MUTATION_FOLDERS = 'checks,deliver,nextcloud,credentials' } = process.env;

export default {
  test: {
    ...SHARED,
    include: MUTATION_FOLDERS.split(',').flatMap((folder) => [
      `tests/${folder}/**/*.test.ts`,
      ...(HOSTILE[folder] ?? []),
    ]),
  },
};
