import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/temporary.ts';

const ROOT = join(import.meta.dirname, '../..');
const CHECKS = [
  ['file-named-so', 'storage'],
  ['link-named-so', 'sharing'],
  ['account-named-so', 'accounts'],
  ['policy-named-so', 'policy'],
] as const;
const COPIED = [
  ...['package.json', 'tsconfig.json', '.biome.json', '.gitignore', 'README.md', '.config', 'docs', 'src'],
  ...['templates', 'tests/checks', 'tests/helpers/conclude.ts'],
];
let copy = '';

function run(command: string, ...parameters: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, parameters, { cwd: copy, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

beforeAll(() => {
  copy = temporaryFolder('new-check');
  for (const path of COPIED) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('npm run new:check', { timeout: 240_000 }, () => {
  it('lays a check of every area that type-checks, passes its own test and stands in the tables', () => {
    const last = CHECKS.length - 1;
    for (const [index, [id]] of CHECKS.entries()) {
      const laid = run('node', 'docs/new-check.js', id, ...(index < last ? ['--no-docs'] : []));
      expect(laid).toMatchObject({ status: 0, output: expect.stringContaining(`tests/checks/`) });
    }
    const page = readFileSync(join(copy, 'README.md'), 'utf8');
    for (const [id, area] of CHECKS) {
      expect(page).toMatch(new RegExp(`^\\| \\[\`${id}\`\\]\\(docs/checks/${id}.md\\) \\| ${area} `, 'im'));
      expect(readFileSync(join(copy, `docs/checks/${id}.md`), 'utf8')).toContain('## Problem');
    }
    expect(run('node_modules/.bin/tsc', '--noEmit')).toEqual({ status: 0, output: '' });
    const tests = CHECKS.map(([id, area]) => `tests/checks/${area}/${id}.test.ts`);
    const files = [...tests, 'tests/checks/index.test.ts'];
    const tested = run('node_modules/.bin/vitest', 'run', '--no-isolate', '-t', 'named-so', ...files);
    expect(tested).toMatchObject({ status: 0, output: expect.stringMatching(/Test Files.*?5 passed/) });
  });

  it.each([
    [['link-named-so'], 'There is a check "link-named-so" already'],
    [['Link'], 'Name the check in words'],
    [['odd-thing'], 'Say its area'],
    [['odd-thing', 'nowhere'], 'Say its area'],
  ])('refuses %j and says why', (parameters, why) => {
    const refused = run('node', 'docs/new-check.js', ...parameters);
    expect(refused).toMatchObject({ status: 2, output: expect.stringContaining(why) });
  });
});
