import { describe, expect, it } from 'vitest';
import { linkWithoutPurpose } from '../../../src/checks/sharing/link-without-purpose.ts';
import { DAY, draftsOf, judge, link, NOW, share } from '../helpers.ts';

describe('link-without-purpose', () => {
  it('finds an old link without label and note', () => {
    const open = link({ createdAt: NOW - 91 * DAY });
    const [found, ...others] = draftsOf(linkWithoutPurpose, { evidence: { shares: [open] } });
    expect(others).toEqual([]);
    expect(found?.subject).toEqual({ kind: 'share', id: open.id, path: open.path });
  });

  it('leaves alone what is just not that', () => {
    const shares = [
      link({ createdAt: NOW - 89 * DAY }),
      share({ createdAt: NOW - 91 * DAY }),
      link({ createdAt: NOW - 91 * DAY, label: 'Salon' }),
      link({ createdAt: NOW - 91 * DAY, note: true }),
    ];
    expect(draftsOf(linkWithoutPurpose, { evidence: { shares } })).toEqual([]);
  });

  it('counts a label of spaces for none, and ninety days exactly as not older', () => {
    // The clock went back in October: ninety days of the calendar are an hour longer.
    const ninety = Date.UTC(2026, 7, 25, 10);
    const blank = link({ createdAt: ninety - 1, label: '  ' });
    const shares = [blank, link({ createdAt: ninety })];
    expect(draftsOf(linkWithoutPurpose, { evidence: { shares } }).map(({ subject }) => subject.id)).toEqual([
      blank.id,
    ]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkWithoutPurpose, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
