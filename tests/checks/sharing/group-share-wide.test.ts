import { describe, expect, it } from 'vitest';
import { groupShareWide } from '../../../src/checks/sharing/group-share-wide.ts';
import { groupId, memberId } from '../../../src/model/ids.ts';
import type { Permission } from '../../../src/model/share.ts';
import { draftsOf, judge, share } from '../helpers.ts';

describe('group-share-wide', () => {
  const crowd = (count: number) =>
    new Map([[groupId('CAPE'), new Set(Array.from({ length: count }, (_, index) => memberId(`m${index}`)))]]);
  const found = (permissions: readonly Permission[], count: number) =>
    draftsOf(groupShareWide, {
      evidence: { shares: [share({ type: 'group', recipient: 'CAPE', permissions })], groups: crowd(count) },
    });

  it('finds rights to change or to re-share given to twenty people', () => {
    expect(found(['read', 'update'], 20)).toMatchObject([{ actual: { group: 'CAPE', members: 20 } }]);
    for (const right of ['create', 'delete', 'share'] as const) {
      expect(found(['read', right], 20)).toHaveLength(1);
    }
  });

  it('leaves alone nineteen people, and reading', () => {
    expect(found(['read', 'update'], 19)).toEqual([]);
    expect(found(['read'], 99)).toEqual([]);
    const groups = crowd(99);
    const shares = [
      share({ type: 'user', recipient: 'CAPE', permissions: ['read', 'update'] }),
      share({ type: 'group', recipient: 'inconnu', permissions: ['read', 'update'] }),
    ];
    expect(draftsOf(groupShareWide, { evidence: { shares, groups } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(groupShareWide, { lacking: ['groups'] })).toMatchObject({
      extent: 'none',
      reason: 'groups was not read.',
    });
  });
});
