import { describe, expect, it } from 'vitest';
import { folderCount } from '../../src/judge/folder-totals.ts';
import { fileId } from '../../src/model/ids.ts';
import { DAY, file, folder, NOW } from '../checks/helpers.ts';

describe('what lies below folders', () => {
  const totalsOf = (entries: readonly ReturnType<typeof file>[]) => {
    const count = folderCount(NOW);
    for (const entry of entries) count.see(entry);
    return count.totals();
  };

  it('adds up to the root, in whatever order the entries come', () => {
    const entries = [
      file('/a/b/c/x', { size: 1, modifiedAt: NOW - 9 * DAY }),
      folder('/a', { fileId: fileId('10') }),
      file('/a/y', { size: 2, modifiedAt: NOW - 3 * DAY, uploadedAt: NOW - 2 * DAY }),
      folder('/a/b', { fileId: fileId('11') }),
      folder('/a/b/c', { fileId: fileId('12') }),
      file('/z', { size: 4, modifiedAt: NOW - 5 * DAY }),
      folder('/vide', { fileId: fileId('13') }),
    ];
    const expected = {
      '/': { bytes: 7, files: 3, newestAt: NOW - 2 * DAY, fileId: null },
      '/a': { bytes: 3, files: 2, newestAt: NOW - 2 * DAY, fileId: '10' },
      '/a/b': { bytes: 1, files: 1, newestAt: NOW - 9 * DAY, fileId: '11' },
      '/a/b/c': { bytes: 1, files: 1, newestAt: NOW - 9 * DAY, fileId: '12' },
      '/vide': { bytes: 0, files: 0, newestAt: null, fileId: '13' },
    };
    expect(Object.fromEntries(totalsOf(entries))).toEqual(expected);
    expect(Object.fromEntries(totalsOf([...entries].reverse()))).toEqual(expected);
  });

  it('lets no impossible date make a folder newer', () => {
    const entries = [
      file('/a/x', { modifiedAt: NOW + 400 * DAY }),
      file('/b/x', { modifiedAt: 0, uploadedAt: NOW - DAY }),
    ];
    const totals = totalsOf(entries);
    expect([totals.get('/a')?.newestAt, totals.get('/b')?.newestAt]).toEqual([null, NOW - DAY]);
  });

  it('knows the root of an empty tree', () => {
    expect(Object.fromEntries(totalsOf([]))).toEqual({
      '/': { bytes: 0, files: 0, newestAt: null, fileId: null },
    });
  });
});
