import { describe, expect, it } from 'vitest';
import { linkOld } from '../../src/checks/link-old.ts';
import { draftsOf, judge, link } from './helpers.ts';

describe('link-old', () => {
  it('finds a link made more than twelve calendar months ago; exactly twelve is not older', () => {
    const open = link({ createdAt: Date.UTC(2025, 10, 23, 10, 59, 59) });
    const [found, ...others] = draftsOf(linkOld, { evidence: { shares: [open] } });
    expect(others).toEqual([]);
    expect(found?.subject).toEqual({ kind: 'share', id: open.id, path: open.path });
    expect(found?.actual).toEqual({ createdAt: '2025-11-23T10:59:59.000Z', months: 12 });
  });

  it('leaves alone what is just not that', () => {
    const shares = [link({ createdAt: Date.UTC(2025, 10, 23, 11) })];
    expect(draftsOf(linkOld, { evidence: { shares } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkOld, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
