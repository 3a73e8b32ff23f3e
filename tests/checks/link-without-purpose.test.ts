import { describe, expect, it } from 'vitest';
import { linkWithoutPurpose } from '../../src/checks/link-without-purpose.ts';
import { DAY, draftsOf, judge, link, NOW } from './helpers.ts';

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
      link({ createdAt: NOW - 91 * DAY, label: 'Salon' }),
      link({ createdAt: NOW - 91 * DAY, note: true }),
    ];
    expect(draftsOf(linkWithoutPurpose, { evidence: { shares } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkWithoutPurpose, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
