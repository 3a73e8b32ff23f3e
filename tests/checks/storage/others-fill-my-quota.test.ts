import { describe, expect, it } from 'vitest';
import { othersFillMyQuota } from '../../../src/checks/storage/others-fill-my-quota.ts';
import type { Share } from '../../../src/model/share.ts';
import { draftsOf, file, GB, judge, share } from '../helpers.ts';

describe('others-fill-my-quota', () => {
  const found = (bytes: number, changes: Partial<Share> = {}) =>
    draftsOf(othersFillMyQuota, {
      entries: [file('/Dépôt/a/film', { size: bytes })],
      evidence: { shares: [share({ path: '/Dépôt', permissions: ['read', 'create'], ...changes })] },
    });

  it('finds a folder that others may write into and that holds more than a fifth of the quota', () => {
    expect(found(Math.floor(0.2 * 2 * GB) + 1)).toMatchObject([
      { subject: { kind: 'folder', id: '7', path: '/Dépôt' } },
    ]);
    expect(found(GB, { type: 'link', permissions: ['create'] })).toHaveLength(1);
  });

  it('leaves alone a fifth, and folders that others only read', () => {
    expect(found(Math.floor(0.2 * 2 * GB))).toEqual([]);
    expect(found(GB, { permissions: ['read', 'share'] })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(othersFillMyQuota, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
