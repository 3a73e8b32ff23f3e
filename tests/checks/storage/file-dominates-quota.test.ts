import { describe, expect, it } from 'vitest';
import { fileDominatesQuota } from '../../../src/checks/storage/file-dominates-quota.ts';
import { draftsOf, file, folder, judge, MB } from '../helpers.ts';

describe('file-dominates-quota', () => {
  it('finds one file of more than a quarter of the quota', () => {
    expect(
      draftsOf(fileDominatesQuota, { entries: [file('/film.mov', { size: 512 * MB + 1 })] }),
    ).toMatchObject([{ subject: { kind: 'file', path: '/film.mov' }, bytes: 512 * MB + 1 }]);
  });

  it('says which part of the quota it is', () => {
    const entries = [file('/film.mov', { size: 1024 * MB })];
    expect(draftsOf(fileDominatesQuota, { entries })).toMatchObject([
      { actual: { sizeBytes: 1024 * MB, quotaPercent: 50 } },
    ]);
  });

  it('leaves alone a quarter exactly, and folders', () => {
    const entries = [file('/film.mov', { size: 512 * MB }), folder('/Films', { size: 900 * MB })];
    expect(draftsOf(fileDominatesQuota, { entries })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(fileDominatesQuota, { lacking: ['tree'] })).toMatchObject({
      extent: 'none',
      reason: 'tree was not read.',
    });
  });
});
