import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeWhole } from '../../src/cli/files.ts';
import { PartialError } from '../../src/errors.ts';

describe('a file written whole', () => {
  it('is its owner’s alone, and so are the folders that were made for it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'menage-files-'));
    const path = join(folder, 'a/b/result.json');
    writeFileSync(join(folder, 'other'), 'x', { mode: 0o644 });
    for (const [at, text] of [
      [path, 'new'],
      [join(folder, 'other'), 'y'],
    ] as const) {
      await writeWhole(at, text);
      expect(readFileSync(at, 'utf8')).toBe(text);
      expect(statSync(at).mode & 0o777).toBe(0o600);
    }
    for (const made of ['a', 'a/b']) expect(statSync(join(folder, made)).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(folder, 'a/b'))).toEqual(['result.json']);
  });

  it('goes into a pipe or device that is there, and does not take its place', async () => {
    const pipe = join(mkdtempSync(join(tmpdir(), 'menage-files-')), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const read = readFile(pipe, 'utf8');
    await writeWhole(pipe, 'all of it');
    expect(await read).toBe('all of it');
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it('clears away what a killed run left half-written, and follows no link in its place', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'menage-files-'));
    const path = join(folder, 'report.html');
    writeFileSync(join(folder, 'mine'), 'mine');
    for (const leave of [
      (part: string) => writeFileSync(part, '<html'),
      (part: string) => symlinkSync(join(folder, 'mine'), part),
    ]) {
      leave(join(folder, '.report.html.part'));
      await writeWhole(path, '<html></html>');
      expect(readFileSync(path, 'utf8')).toBe('<html></html>');
      expect(readdirSync(folder).sort()).toEqual(['mine', 'report.html']);
    }
    expect(readFileSync(join(folder, 'mine'), 'utf8')).toBe('mine');
  });

  it.each(['/proc/nowhere/result.json', '/dev/null/result.json', `${import.meta.filename}/result.json`])(
    'ends at once where nothing can be made: %s',
    async (path) => {
      await expect(writeWhole(path, 'x')).rejects.toThrow(PartialError);
      await expect(writeWhole(path, 'x')).rejects.toThrow(`Cannot write ${path}`);
    },
  );
});
