import { describe, expect, it } from 'vitest';
import { largeStaleFile } from '../../../src/checks/storage/large-stale-file.ts';
import { draftsOf, file, judge, MB } from '../helpers.ts';

// NOW is 23 November 2026, noon in Paris: the limit is 23 November 2025, noon.
const OLD = Date.UTC(2025, 10, 22);

describe('large-stale-file', () => {
  it('finds a large file that nobody has touched for more than a year, and says what it frees', () => {
    const rush = file('/Vidéos/rush.mp4', { size: 50 * MB, modifiedAt: OLD });
    expect(draftsOf(largeStaleFile, { entries: [rush] })).toEqual([
      {
        subject: { kind: 'file', id: rush.fileId, path: '/Vidéos/rush.mp4' },
        actual: { sizeBytes: 50 * MB, unchangedSinceAt: '2025-11-22T00:00:00.000Z', months: 12 },
        bytes: 50 * MB,
      },
    ]);
  });

  it('leaves alone what is a byte too small, a moment too young, or a folder', () => {
    const entries = [
      file('/small.mp4', { size: 50 * MB - 1, modifiedAt: OLD }),
      file('/exactly.mp4', { size: 99 * MB, modifiedAt: Date.UTC(2025, 10, 23, 11) }),
      file('/folder', { size: 99 * MB, modifiedAt: OLD, isFolder: true }),
    ];
    expect(draftsOf(largeStaleFile, { entries })).toEqual([]);
  });

  it('counts the upload where it is later than the modification', () => {
    const entries = [file('/a.mp4', { size: 99 * MB, modifiedAt: OLD, uploadedAt: OLD + 30 * 86_400_000 })];
    expect(draftsOf(largeStaleFile, { entries })).toEqual([]);
  });

  it('does not judge a file whose date is impossible', () => {
    expect(draftsOf(largeStaleFile, { entries: [file('/a.mp4', { size: 99 * MB, modifiedAt: 0 })] })).toEqual(
      [],
    );
  });

  it('takes its limits from the config', () => {
    const entries = [file('/a.mp4', { size: 2 * MB, modifiedAt: OLD + 40 * 86_400_000 })];
    expect(
      draftsOf(largeStaleFile, { entries, options: { minSize: '1 MB', olderThan: '6 months' } }),
    ).toHaveLength(1);
  });

  it('is not run without the tree, and judges only in part what was read in part', () => {
    expect(judge(largeStaleFile, { lacking: ['tree'] })).toMatchObject({
      extent: 'none',
      reason: 'tree was not read.',
    });
    const entries = [file('/a.mp4', { size: 99 * MB, modifiedAt: OLD })];
    expect(judge(largeStaleFile, { entries, partly: ['tree'] })).toMatchObject({ extent: 'part' });
  });
});
