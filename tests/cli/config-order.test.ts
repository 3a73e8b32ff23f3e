import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRoot, STRANGER } from '../files/helpers.ts';
import { menage } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

/** A folder with a config that has an unknown key, by which one knows which was taken. */
function configured(name: string): { readonly folder: string; readonly config: string } {
  const folder = temporaryFolder('order');
  const config = join(folder, 'menage.yaml');
  writeFileSync(config, `server: { url: https://${name}.example, admin: { user: a } }\n${name}: 1\n`);
  return { folder, config };
}

/** Which config a command takes; else why it takes none. */
async function taken(folder: string, words: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const { err, code } = await menage(['history', ...words], { cwd: folder, env });
  expect(code).toBe(2);
  return /^ *line 2: (\w+): /m.exec(err)?.[1] ?? err;
}

describe('which config is taken', { timeout: 60_000 }, () => {
  it('is the one of --config, else of MENAGE_CONFIG, else of the current folder', async () => {
    const here = configured('here');
    const env = { MENAGE_CONFIG: configured('variable').config };
    expect(await taken(here.folder, ['--config', configured('option').config], env)).toBe('option');
    expect(await taken(here.folder, [], env)).toBe('variable');
    expect(await taken(here.folder)).toBe('here');
  });

  it('is none that others could have laid into the current folder', async () => {
    const { folder, config } = configured('here');
    chmodSync(folder, 0o1777);
    expect(await taken(folder)).toMatch(
      new RegExp(`Others could have put ${config} there.*other users may write to it.*--config ${config}`),
    );
    expect(await taken(folder, ['--config', config])).toBe('here');
    chmodSync(folder, 0o700);
    const inner = join(folder, 'inner');
    mkdirSync(inner);
    writeFileSync(join(inner, 'menage.yaml'), 'server: {}');
    chmodSync(folder, 0o777);
    expect(await taken(inner)).toMatch(`${folder}: other users may write to it`);
  });

  it('is none that others may change, wherever it is named', async () => {
    const { folder, config } = configured('here');
    chmodSync(config, 0o666);
    for (const words of [[], ['--config', config]])
      expect(await taken(folder, words)).toContain(`cannot be trusted: other users may write to it`);
    chmodSync(config, 0o600);
    if (!isRoot) return;
    chownSync(config, STRANGER, STRANGER);
    for (const words of [[], ['--config', config]])
      expect(await taken(folder, words)).toContain('it belongs to the user number 54321');
  });
});
