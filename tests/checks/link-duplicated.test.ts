import { describe, expect, it } from 'vitest';
import { linkDuplicated } from '../../src/checks/link-duplicated.ts';
import { fileId } from '../../src/model/ids.ts';
import { DAY, draftsOf, judge, link, NOW } from './helpers.ts';

describe('link-duplicated', () => {
  it('finds several links on one item that are not protected alike; the first made speaks for the item', () => {
    const first = link({ fileId: fileId('7'), hasPassword: true, createdAt: NOW - 9 * DAY });
    const shares = [link({ fileId: fileId('7') }), first];
    expect(draftsOf(linkDuplicated, { evidence: { shares } })).toEqual([
      { subject: { kind: 'share', id: first.id, path: '/Devis' }, actual: { links: 2 } },
    ]);
  });

  it('leaves alone links protected alike, and links on different items', () => {
    const shares = [
      link({ fileId: fileId('7') }),
      link({ fileId: fileId('7') }),
      link({ fileId: fileId('8'), hasPassword: true }),
    ];
    expect(draftsOf(linkDuplicated, { evidence: { shares } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkDuplicated, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
