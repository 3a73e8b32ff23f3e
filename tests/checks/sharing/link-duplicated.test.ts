import { describe, expect, it } from 'vitest';
import { linkDuplicated } from '../../../src/checks/sharing/link-duplicated.ts';
import { fileId, shareId } from '../../../src/model/ids.ts';
import { DAY, draftsOf, judge, link, NOW, share } from '../helpers.ts';

describe('link-duplicated', () => {
  it('finds several links on one item that are not protected alike; the first made speaks for the item', () => {
    const first = link({
      id: shareId('999999'),
      fileId: fileId('7'),
      hasPassword: true,
      createdAt: NOW - 9 * DAY,
    });
    const shares = [link({ fileId: fileId('7') }), first];
    expect(draftsOf(linkDuplicated, { evidence: { shares } })).toEqual([
      { subject: { kind: 'share', id: first.id, path: '/Devis' }, actual: { links: 2 } },
    ]);
  });

  it('counts a different end as different protection, and speaks once for three links', () => {
    const same = { createdAt: NOW - DAY, hasPassword: true };
    const shares = [
      link({ ...same, id: shareId('10') }),
      link({ ...same, id: shareId('9') }),
      link({ ...same, id: shareId('11'), expires: '2026-12-31' }),
    ];
    expect(draftsOf(linkDuplicated, { evidence: { shares } })).toMatchObject([
      { subject: { id: '9' }, actual: { links: 3 } },
    ]);
  });

  it('leaves alone a link beside shares with people', () => {
    const shares = [link({ hasPassword: true }), share(), share({ type: 'mail' })];
    expect(draftsOf(linkDuplicated, { evidence: { shares } })).toEqual([]);
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
