import { chmodSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSecret } from '../../src/config/secret-file.ts';
import { reveal } from '../../src/model/secret.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const SOURCE = { what: 'the vault key', key: 'credentials.keyFile', variable: 'MENAGE_KEY' };

function file(text: string, mode = 0o600): string {
  const path = join(temporaryFolder('secret'), 'key');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

describe('a secret', () => {
  it('comes from its file, without the line end, before the environment', () => {
    const read = readSecret({ ...SOURCE, file: file('correct horse\n') }, { MENAGE_KEY: 'other' });
    expect(reveal(read)).toBe('correct horse');
    expect(`${read} ${JSON.stringify({ read })}`).toBe('[secret] {"read":"[secret]"}');
  });

  it('comes from the environment where the config names no file', () => {
    expect(reveal(readSecret({ ...SOURCE, file: undefined }, { MENAGE_KEY: 'from env' }))).toBe('from env');
  });

  it('is refused when others may read its file, and the message says what to run', () => {
    const path = file('x', 0o644);
    expect(() => readSecret({ ...SOURCE, file: path }, {})).toThrow(`run chmod 600 ${path}`);
  });

  it('is missed clearly when the file, its content or both sources are missing', () => {
    expect(() => readSecret({ ...SOURCE, file: '/nonexistent/key' }, {})).toThrow(
      /there is no such file.*credentials\.keyFile/,
    );
    expect(() => readSecret({ ...SOURCE, file: file('\n') }, {})).toThrow(/is empty/);
    expect(() => readSecret({ ...SOURCE, file: undefined }, {})).toThrow(
      /name its file in credentials\.keyFile, or set MENAGE_KEY/,
    );
  });

  it.each([
    ['a byte order mark', '\ufeffcorrect horse'],
    ['line ends as Windows writes them', 'correct horse\r\n\r\n'],
    ['empty lines', 'correct horse\n\n\n'],
    ['all of it', '\ufeffcorrect horse\r\n\n\r\n'],
  ])('is read without %s, from a file as from the environment', (_, text) => {
    expect(reveal(readSecret({ ...SOURCE, file: file(text) }, {}))).toBe('correct horse');
    expect(reveal(readSecret({ ...SOURCE, file: undefined }, { MENAGE_KEY: text }))).toBe('correct horse');
  });

  it('is refused where it has several lines or other letters, and is not repeated', () => {
    for (const text of ['correct\nhorse', '\ncorrect horse', 'user: admin\r\npassword: horse\r\n']) {
      const path = file(text);
      expect(() => readSecret({ ...SOURCE, file: path }, {})).toThrow(
        `${path} has several lines: it must hold the vault key in one, and nothing else.`,
      );
      expect(() => readSecret({ ...SOURCE, file: undefined }, { MENAGE_KEY: text })).toThrow(
        'MENAGE_KEY has several lines',
      );
    }
    const path = join(temporaryFolder('secret'), 'key');
    writeFileSync(path, Buffer.from('café', 'latin1'), { mode: 0o600 });
    expect(() => readSecret({ ...SOURCE, file: path }, {})).toThrow(/key, line 1: this is no UTF-8 text/);
  });

  it('is read as systemd gives it', () => {
    const path = file('correct horse', 0o440);
    const folder = dirname(path);
    chmodSync(folder, 0o550);
    const read = readSecret({ ...SOURCE, file: path }, { CREDENTIALS_DIRECTORY: folder });
    expect(reveal(read)).toBe('correct horse');
    chmodSync(folder, 0o700);
  });

  it('is taken from wherever systemd lays its credentials', () => {
    const path = file('correct horse', 0o400);
    const source = { ...SOURCE, file: '$CREDENTIALS_DIRECTORY/key' };
    expect(reveal(readSecret(source, { CREDENTIALS_DIRECTORY: dirname(path) }))).toBe('correct horse');
    expect(() => readSecret(source, {})).toThrow(
      'credentials.keyFile names the vault key as a credential of systemd ($CREDENTIALS_DIRECTORY/key), and there is none here',
    );
  });
});
