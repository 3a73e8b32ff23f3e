import { describe, expect, it } from 'vitest';
import { syncedCopies } from '../../../src/checks/storage/synced-copies.ts';
import { groupId, memberId } from '../../../src/model/ids.ts';
import type { Share } from '../../../src/model/share.ts';
import { draftsOf, file, GB, judge, MB, share } from '../helpers.ts';

describe('synced-copies', () => {
  const groups = new Map([[groupId('Vidéo'), new Set(['anna', 'bruno', 'chloe', 'dora'].map(memberId))]]);
  const found = (bytes: number, ...shares: readonly Share[]) =>
    draftsOf(syncedCopies, { entries: [file('/Rushes/a', { size: bytes })], evidence: { shares, groups } });
  const toGroup = share({ path: '/Rushes', type: 'group', recipient: 'Vidéo' });

  it('counts the cloud, the owner and each person once, a group by its members', () => {
    // Five copies: cloud, anna, bruno, chloe, dora.
    expect(found(500 * MB, toGroup, share({ path: '/Rushes', recipient: 'bruno' }))).toMatchObject([
      {
        subject: { kind: 'folder', id: '7', path: '/Rushes' },
        actual: { copies: 5, copiesBytes: 2500 * MB },
      },
    ]);
  });

  it('leaves alone 2 GB in all, a small folder, and links', () => {
    expect(found(Math.floor((2 * GB) / 5), toGroup)).toEqual([]);
    expect(
      found(
        200 * MB - 1,
        ...Array.from({ length: 20 }, (_, index) => share({ path: '/Rushes', recipient: `m${index}` })),
      ),
    ).toEqual([]);
    expect(found(GB, share({ path: '/Rushes', type: 'link', recipient: null }))).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(syncedCopies, { lacking: ['groups'] })).toMatchObject({
      extent: 'none',
      reason: 'groups was not read.',
    });
  });
});
