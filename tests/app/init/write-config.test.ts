import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertNoConfig, writeConfig } from '../../../src/app/init/write-config.ts';
import { checkOptions } from '../../../src/app/open.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const ANSWERS = {
  url: 'https://cloud.example.org',
  admin: 'menage-admin',
  language: 'fr',
  timezone: 'Europe/Paris',
  ...{ groups: [], referents: [], adminMails: [] },
} as const;

describe('a first config', () => {
  let folder = '';
  beforeEach(() => {
    folder = temporaryFolder('init');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('can be loaded, and names the key beside it', async () => {
    const file = join(folder, 'menage.yaml');
    const [, key] = await writeConfig(file, ANSWERS);
    const config = loadConfig(file, checkOptions());
    expect(config.server.url).toBe(ANSWERS.url);
    expect(config.credentials.keyFile).toBe(key);
    expect(() => assertNoConfig(file)).toThrow('is there already');
  });

  it('leaves a key that is there: a vault may be locked with it', async () => {
    writeFileSync(join(folder, 'menage.key'), 'kept');
    await writeConfig(join(folder, 'menage.yaml'), ANSWERS);
    expect(readFileSync(join(folder, 'menage.key'), 'utf8')).toBe('kept');
  });

  it('writes nothing where the answers make no config', async () => {
    const wrong = writeConfig(join(folder, 'menage.yaml'), { ...ANSWERS, url: 'no address' });
    await expect(wrong).rejects.toThrow(/nothing was written:\n {2}server\.url/);
    expect(readdirSync(folder)).toEqual([]);
  });
});

it('a folder that takes no file is named before anything is asked', () => {
  const noFolder = join(temporaryFolder('init'), 'file');
  writeFileSync(noFolder, '');
  expect(() => assertNoConfig(join(noFolder, 'menage.yaml'))).toThrow(
    /file takes no file of this user: go to/,
  );
});
