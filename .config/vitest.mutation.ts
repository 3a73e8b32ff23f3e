// The tests that must notice a change in the folders of docs/quality.md; those that run the built program cannot.
export default {
  test: {
    include: [
      ...['checks', 'deliver', 'nextcloud', 'credentials'].map((folder) => `tests/${folder}/*.test.ts`),
      'tests/e2e/hostile/{answers,network,given}.test.ts',
    ],
  },
};
