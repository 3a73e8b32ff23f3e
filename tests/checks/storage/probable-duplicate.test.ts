import { describe, expect, it } from 'vitest';
import { probableDuplicate } from '../../../src/checks/storage/probable-duplicate.ts';
import type { Entry } from '../../../src/model/entry.ts';
import { fileId } from '../../../src/model/ids.ts';
import { draftsOf, file, judge, MB } from '../helpers.ts';

describe('probable-duplicate', () => {
  const big = (path: string, changes: Partial<Entry> = {}) => file(path, { size: 5 * MB, ...changes });

  it('finds files of one size and name, the smallest id as number speaking for the set', () => {
    const entries = [
      big('/a/x.wav', { fileId: fileId('1000') }),
      big('/b/x.wav', { fileId: fileId('999') }),
      big('/c/x.wav', { fileId: fileId('9007199254740993') }),
    ];
    expect(draftsOf(probableDuplicate, { entries })).toEqual([
      {
        subject: { kind: 'file', id: '999', path: '/b/x.wav' },
        actual: { copies: 3, sizeBytes: 5 * MB, otherPaths: ['/a/x.wav', '/c/x.wav'] },
        bytes: 10 * MB,
      },
    ]);
  });

  it('finds files of one checksum under different names, and joins sets that share a file', () => {
    const entries = [
      big('/x.wav'),
      big('/y/x.wav', { checksum: 'SHA1:a' }),
      big('/z.wav', { checksum: 'SHA1:a' }),
    ];
    expect(draftsOf(probableDuplicate, { entries })).toMatchObject([{ actual: { copies: 3 } }]);
  });

  it('names five of the others at most, and counts them all', () => {
    const entries = Array.from({ length: 9 }, (_, at) =>
      big(`/${at}/x.wav`, { fileId: fileId(String(at + 1)) }),
    );
    expect(draftsOf(probableDuplicate, { entries })).toMatchObject([
      {
        subject: { path: '/0/x.wav' },
        actual: { copies: 9, otherPaths: ['/1/x.wav', '/2/x.wav', '/3/x.wav', '/4/x.wav', '/5/x.wav'] },
        bytes: 40 * MB,
      },
    ]);
  });

  it('knows a checksum among several', () => {
    const entries = [
      big('/x.wav', { checksum: 'SHA1:a MD5:b' }),
      big('/y.wav', { checksum: 'MD5:b' }),
      big('/z.wav', { checksum: 'MD5:c' }),
    ];
    expect(draftsOf(probableDuplicate, { entries })).toMatchObject([{ actual: { copies: 2 } }]);
  });

  it('leaves alone a byte too small, another size, another name', () => {
    const entries = [
      file('/a/s', { size: 5 * MB - 1 }),
      file('/b/s', { size: 5 * MB - 1 }),
      big('/a/x.wav'),
      file('/b/x.wav', { size: 5 * MB + 1 }),
      big('/b/y.wav', { checksum: 'SHA1:a' }),
      big('/b/z.wav', { checksum: 'SHA1:b' }),
    ];
    expect(draftsOf(probableDuplicate, { entries })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(probableDuplicate, { lacking: ['tree'] })).toMatchObject({
      extent: 'none',
      reason: 'tree was not read.',
    });
  });
});
