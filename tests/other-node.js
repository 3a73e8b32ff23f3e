// Runs tests by another Node than the one that runs this: `npm run test:node -- 26 tests/store`. Without a path: the
// part of the suite that depends on Node. npm's node-SYSTEM packages hold the binary, and run nothing at install.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const VERSIONS = { 24: '24.21.0', 26: '26.12.1' };
/** What touches the network, files and SQLite; the rest is pure. One whole run stands for the program. */
const FAST = ['files', 'nextcloud', 'store', 'e2e/granted.test.ts'].map((name) => `tests/${name}`);

const [major = '', ...asked] = process.argv.slice(2);
const version = VERSIONS[major];
if (version === undefined) {
  process.stderr.write(`Name the Node: npm run test:node -- ${Object.keys(VERSIONS).join('|')} [PATHS]\n`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'menage-node-'));
try {
  const name = `node-${process.platform}-${process.arch}`;
  const install = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder];
  execFileSync('npm', [...install, `${name}@${version}`], { stdio: ['ignore', 'ignore', 'inherit'] });
  const bin = join(folder, 'node_modules', name, 'bin');
  process.stderr.write(`Node ${execFileSync(join(bin, 'node'), ['--version'])}`);
  const options = ['--no-isolate', '--maxWorkers=2', '--testTimeout=20000', '--hookTimeout=30000'];
  const { status } = spawnSync(
    join(bin, 'node'),
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      '.config/vitest.ts',
      ...options,
      ...(asked.length > 0 ? asked : FAST),
    ],
    { stdio: 'inherit', env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` } },
  );
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
