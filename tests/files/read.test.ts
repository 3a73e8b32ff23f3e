import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Keeping, readNamedFile, stampOf } from '../../src/files/read.ts';
import { UsageError } from '../../src/model/errors.ts';
import { isRoot, layPipe, ownFolder, STRANGER } from './helpers.ts';

const read = (path: string, keeping: Keeping) => readNamedFile(path, 'the key', keeping).toString();

function fileOf(mode: number): string {
  const path = join(ownFolder(), 'key');
  writeFileSync(path, 'secret');
  chmodSync(path, mode);
  return path;
}

describe('reading a file that was named', () => {
  it.each(['secret', 'own', 'any'] as const)('gives what it holds where it is ours alone: %s', (keeping) => {
    expect(read(fileOf(0o600), keeping)).toBe('secret');
    expect(() => read('/nonexistent/key', keeping)).toThrow('ENOENT');
    expect(() => read(ownFolder(), keeping)).toThrow(/EISDIR|is a folder: name the file in it/);
  });

  it.each([0o640, 0o604, 0o620])('refuses a secret that others may use (mode %i)', (mode) => {
    const path = fileOf(mode);
    const shown = mode.toString(8).padStart(4, '0');
    const message = `Other users may read ${path} (the key, mode ${shown}): run chmod 600 ${path}`;
    expect(() => read(path, 'secret')).toThrow(new UsageError(message));
  });

  it.each([0o620, 0o602, 0o666])('refuses what others may change (mode %i), and says what to run', (mode) => {
    const path = fileOf(mode);
    expect(() => read(path, 'own')).toThrow(new RegExp(`cannot be trusted: .*chmod go-w ${path}`));
    expect(read(path, 'any')).toBe('secret');
    expect(read(fileOf(0o644), 'own')).toBe('secret');
  });

  it.runIf(isRoot).each(['secret', 'own'] as const)(
    'refuses what belongs to somebody else: %s',
    (keeping) => {
      const path = fileOf(0o600);
      chownSync(path, STRANGER, STRANGER);
      expect(() => read(path, keeping)).toThrow(
        /cannot be trusted: it belongs to the user number 54321, and menage runs as root: run it as its owner \(sudo -u '#54321' menage …\), or give it to root \(chown root .*\)/,
      );
    },
  );

  it.each(['secret', 'own', 'any'] as const)('is not held up by a pipe in its place: %s', (keeping) => {
    const path = layPipe(join(ownFolder(), 'key'));
    chmodSync(path, 0o600);
    expect(() => read(path, keeping)).toThrow('is a pipe or a device, not a file');
  });
});

describe('a secret as systemd gives it', () => {
  it('is read from the folder of credentials, where the group bits are the mask of an access list', () => {
    const folder = join(ownFolder(), 'menage.service');
    mkdirSync(folder, { mode: 0o700 });
    const path = join(folder, 'key');
    writeFileSync(path, 'secret');
    chmodSync(path, 0o440);
    chmodSync(folder, 0o550);
    expect(readNamedFile(path, 'the key', 'secret', folder).toString()).toBe('secret');
    expect(() => readNamedFile(path, 'the key', 'secret', `${folder}2`)).toThrow('Other users may read');
    expect(() => readNamedFile(path, 'the key', 'secret', '')).toThrow('Other users may read');
    const link = `${folder}-link`;
    symlinkSync(folder, link);
    expect(readNamedFile(path, 'the key', 'secret', `${folder}/`).toString()).toBe('secret');
    expect(readNamedFile(path, 'the key', 'secret', link).toString()).toBe('secret');
    expect(readNamedFile(join(link, 'key'), 'the key', 'secret', folder).toString()).toBe('secret');
    expect(() => readNamedFile(folder, 'the key', 'secret', '')).toThrow('is a folder: name the file in it');
  });

  it.each([
    ['others read the file', 0o444, 0o550],
    ['the group writes the file', 0o460, 0o550],
    ['others enter the folder', 0o440, 0o551],
    ['the group writes into the folder', 0o440, 0o570],
  ])('is refused where %s', (_, fileMode, folderMode) => {
    const folder = ownFolder();
    const path = join(folder, 'key');
    writeFileSync(path, 'secret');
    chmodSync(path, fileMode);
    chmodSync(folder, folderMode);
    expect(() => readNamedFile(path, 'the key', 'secret', folder)).toThrow('Other users may read');
    chmodSync(folder, 0o700);
  });
});

describe('the stamp of a file', () => {
  it('changes with every write, and is none where there is no file', () => {
    const path = join(ownFolder(), 'vault');
    expect(stampOf(path)).toBeNull();
    writeFileSync(path, 'one');
    const before = stampOf(path);
    expect(stampOf(path)).toBe(before);
    writeFileSync(path, 'two, and longer');
    expect(stampOf(path)).not.toBe(before);
    expect(statSync(path).isFile()).toBe(true);
  });
});
