import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPrivateFile, stampOf, writePrivateFile } from '../../src/credentials/private-file.ts';
import { PartialError, UsageError } from '../../src/errors.ts';

const folderOf = () => mkdtempSync(join(tmpdir(), 'menage-private-'));
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('reading a private file', () => {
  it('gives its bytes, and nothing where there is none', () => {
    const path = join(folderOf(), 'key');
    expect(readPrivateFile(path, 'the key')).toBeNull();
    writeFileSync(path, 'secret', { mode: 0o600 });
    expect(readPrivateFile(path, 'the key')).toEqual(Buffer.from('secret'));
  });

  it.each([0o640, 0o604, 0o020])('refuses one that others may use (mode %i)', (mode) => {
    const path = join(folderOf(), 'key');
    writeFileSync(path, 'secret');
    chmodSync(path, mode);
    const shown = mode.toString(8).padStart(4, '0');
    const message = `Other users may read ${path} (the key, mode ${shown}): run chmod 600 ${path}`;
    expect(() => readPrivateFile(path, 'the key')).toThrow(new UsageError(message));
  });

  it('says what and where when it cannot be read', () => {
    const path = join(folderOf(), 'key');
    mkdirSync(path, { mode: 0o700 });
    expect(() => readPrivateFile(path, 'the key')).toThrow(UsageError);
    expect(() => readPrivateFile(path, 'the key')).toThrow(
      /^Cannot read .*key \(the key, EISDIR.*\): correct its path or its rights\.$/,
    );
  });
});

describe('writing a private file', () => {
  it('makes its folder, replaces what was there, and leaves nothing else', () => {
    const folder = join(folderOf(), 'var', 'menage');
    const path = join(folder, 'vault');
    writePrivateFile(path, Buffer.from('first, and longer'));
    chmodSync(path, 0o644);
    writePrivateFile(path, Buffer.from('second'));
    expect(readFileSync(path, 'utf8')).toBe('second');
    expect([modeOf(folder), modeOf(path)]).toEqual([0o700, 0o600]);
    expect(readdirSync(folder)).toEqual(['vault']);
  });

  it('leaves what stood before, and nothing half-written, when it cannot', () => {
    const folder = folderOf();
    const path = join(folder, 'vault');
    mkdirSync(path);
    writeFileSync(join(path, 'kept'), '');
    expect(() => writePrivateFile(path, Buffer.from('new'))).toThrow(PartialError);
    expect(() => writePrivateFile(path, Buffer.from('new'))).toThrow(
      /^Cannot write .*vault \(.*\): make room or correct the folder; what stood before stands\.$/,
    );
    expect(readdirSync(folder)).toEqual(['vault']);
    expect(() => writePrivateFile('/proc/nowhere/vault', Buffer.from('new'))).toThrow(PartialError);
  });
});

describe('the stamp of a file', () => {
  it('changes with every write, and is none where there is no file', () => {
    const path = join(folderOf(), 'vault');
    expect(stampOf(path)).toBeNull();
    writePrivateFile(path, Buffer.from('one'));
    const before = stampOf(path);
    expect(stampOf(path)).toBe(before);
    writePrivateFile(path, Buffer.from('two'));
    expect(stampOf(path)).not.toBe(before);
  });
});
