import { SHARED } from './vitest.ts';

// Lines of src that the tests reach in their own process; what the built program or a browser runs is not counted.
export default {
  test: {
    ...SHARED,
    coverage: {
      provider: 'v8',
      reportOnFailure: true,
      include: ['src/**/*.ts'],
      exclude: ['src/report/page/script/**'],
      reporter: ['text-summary', 'json-summary'],
      reportsDirectory: 'dist/coverage',
    },
  },
};
