import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { templatesOf } from '../../src/app/report/templates.ts';
import { wordsOf } from '../../src/app/report/wording.ts';
import { inputText } from '../../src/cli/credentials/credentials.ts';
import { type Config, loadConfig } from '../../src/config/load.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const CONFIG =
  'organisation: { name: Coopérative }\nserver:\n  url: https://cloud.example.org\n  admin: { user: a }\n';
let folder: string;
beforeAll(() => {
  folder = temporaryFolder('written');
  mkdirSync(join(folder, 'own/words'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Of the config only what tells where templates lie. */
const own = () => ({ templates: { directory: join(folder, 'own') } }) as Config;
const READERS = [
  ['the config', 'menage.yaml', CONFIG, (path: string) => loadConfig(path, {}).organisation.name],
  ['app passwords', 'passwords.csv', 'élise;élise;aaa\n', (path: string) => inputText(path)],
  ['own sentences', 'own/words/fr.yaml', 'hello: Cher·ères\n', () => wordsOf(own())('fr').get('hello')],
  ['own templates', 'own/mail/styles.css', '/* élégant */', () => templatesOf(own()).text('mail/styles.css')],
] as const;

describe('a file that a person wrote', () => {
  it.each(READERS)(
    'is refused with file and line where its letters are unknown: %s',
    async (_, name, text, read) => {
      const path = join(folder, name);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, Buffer.from(`${text}`, 'latin1'));
      await expect(async () => read(path)).rejects.toThrow(
        `${name}, line 1: this is no UTF-8 text: save it as UTF-8`,
      );
      rmSync(path);
    },
  );

  it.each(READERS)('is read in UTF-16 as in UTF-8: %s', async (_, name, text, read) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    const plain = await read(path);
    writeFileSync(path, Buffer.from(`\ufeff${text}`, 'utf16le'));
    expect(await read(path)).toBe(plain);
    expect(plain).toMatch(/[éè]/);
    rmSync(path);
  });
});
