import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeOutput, writePrivate } from '../../src/files/write.ts';
import { PartialError } from '../../src/model/errors.ts';
import { isRoot, layPipe, ownFolder, STRANGER } from './helpers.ts';

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('a file written for us alone', () => {
  it('is its owner’s alone, and so are the folders that were made for it', async () => {
    const folder = ownFolder();
    const path = join(folder, 'a/b/result.json');
    writeFileSync(join(folder, 'other'), 'x', { mode: 0o644 });
    for (const [at, text] of [
      [path, 'new'],
      [join(folder, 'other'), 'y'],
    ] as const) {
      await writeOutput(at, text);
      expect(readFileSync(at, 'utf8')).toBe(text);
      expect(modeOf(at)).toBe(0o600);
    }
    for (const made of ['a', 'a/b']) expect(modeOf(join(folder, made))).toBe(0o700);
    expect(readdirSync(join(folder, 'a/b'))).toEqual(['result.json']);
  });

  it('may come in pieces, and may be on the disk when the call returns', () => {
    const path = join(ownFolder(), 'inner/vault');
    const pieces = Array.from({ length: 3000 }, (_, number) => `é${number},${'x'.repeat(50)}`);
    writePrivate(path, pieces, { durable: true });
    expect(readFileSync(path, 'utf8')).toBe(pieces.join(''));
    writePrivate(path, Buffer.from('second'), { durable: true });
    expect([readFileSync(path, 'utf8'), modeOf(path)]).toEqual(['second', 0o600]);
    expect(readdirSync(join(path, '..'))).toEqual(['vault']);
  });

  it('takes the place of a pipe or a link that somebody laid there, and is read by nobody through it', async () => {
    for (const lay of [
      (path: string) => layPipe(path),
      (path: string) => symlinkSync('/dev/stderr', path),
      (path: string) => symlinkSync(layPipe(`${path}-pipe`), path),
    ]) {
      const path = join(ownFolder(), 'result.json');
      lay(path);
      await writeOutput(path, 'all of it');
      expect(lstatSync(path).isFile()).toBe(true);
      expect(readFileSync(path, 'utf8')).toBe('all of it');
    }
  });

  it('goes to a device of the system, which stays', async () => {
    await writeOutput('/dev/null', 'x');
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
    await expect(writeOutput('/dev/full', 'x')).rejects.toThrow(/^Cannot write \/dev\/full \(ENOSPC/);
  });

  it('clears away what a killed run left half-written, and follows no link in its place', async () => {
    const folder = ownFolder();
    const path = join(folder, 'report.html');
    writeFileSync(join(folder, 'mine'), 'mine');
    for (const leave of [
      (part: string) => writeFileSync(part, '<html'),
      (part: string) => symlinkSync(join(folder, 'mine'), part),
      (part: string) => layPipe(part),
    ]) {
      leave(join(folder, '.report.html.part'));
      await writeOutput(path, '<html></html>');
      expect(readFileSync(path, 'utf8')).toBe('<html></html>');
      expect(readdirSync(folder).sort()).toEqual(['mine', 'report.html']);
    }
    expect(readFileSync(join(folder, 'mine'), 'utf8')).toBe('mine');
  });

  it('is not written into a folder where others may put another in its place; a sticky one will do', async () => {
    const folder = join(ownFolder(), 'reports');
    mkdirSync(folder);
    for (const mode of [0o777, 0o770, 0o707]) {
      chmodSync(folder, mode);
      await expect(writeOutput(join(folder, 'a'), 'x')).rejects.toThrow(
        `Cannot write ${folder}/a into ${folder}: other users may write to it, mode 0${mode.toString(8)}: run chmod go-w ${folder}`,
      );
    }
    expect(readdirSync(folder)).toEqual([]);
    chmodSync(folder, 0o1777);
    await writeOutput(join(folder, 'a'), 'x');
    expect(modeOf(join(folder, 'a'))).toBe(0o600);
  });

  it.runIf(isRoot)('is not written into a folder of somebody else', async () => {
    const folder = ownFolder();
    chownSync(folder, STRANGER, STRANGER);
    await expect(writeOutput(join(folder, 'a'), 'x')).rejects.toThrow('belongs to the user number 54321');
    await writeOutput(join(folder, 'metrics.prom'), 'x', { mode: 0o644, anyFolder: true });
    expect(modeOf(join(folder, 'metrics.prom'))).toBe(0o644);
  });

  it('leaves what stood before, and nothing half-written, when it cannot', () => {
    const folder = ownFolder();
    const path = join(folder, 'vault');
    mkdirSync(path);
    writeFileSync(join(path, 'kept'), '');
    for (const durable of [true, false]) {
      expect(() => writePrivate(path, Buffer.from('new'), { durable })).toThrow(
        /^Cannot write .*vault \(.*\): make room or correct the folder; what was there before stands\.$/,
      );
    }
    expect(readdirSync(folder)).toEqual(['vault']);
  });

  it.each(['/proc/nowhere/result.json', '/dev/null/result.json', `${import.meta.filename}/result.json`])(
    'ends at once where nothing can be made: %s',
    async (path) => {
      await expect(writeOutput(path, 'x')).rejects.toThrow(PartialError);
      await expect(writeOutput(path, 'x')).rejects.toThrow(`Cannot write ${path}`);
    },
  );
});
