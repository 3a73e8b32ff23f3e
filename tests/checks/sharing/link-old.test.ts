import { describe, expect, it } from 'vitest';
import { linkOld } from '../../../src/checks/sharing/link-old.ts';
import { DAY, draftsOf, judge, link, NOW, share } from '../helpers.ts';

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

  it('counts months where the organisation is: the end of February, and the night of a month’s end', () => {
    const found = (createdAt: number, now: number, zone = 'Europe/Paris') =>
      draftsOf(linkOld, { setting: { now, zone }, evidence: { shares: [link({ createdAt })] } }).length;
    const leapDay = Date.UTC(2028, 1, 29, 11);
    expect(found(Date.UTC(2027, 1, 28, 11), leapDay)).toBe(0);
    expect(found(Date.UTC(2027, 1, 28, 11) - 1, leapDay)).toBe(1);
    const summer = Date.UTC(2026, 9, 25, 12);
    expect(found(Date.UTC(2025, 9, 25, 11), summer)).toBe(0);
    expect(found(Date.UTC(2025, 9, 25, 11) - 1, summer)).toBe(1);
  });

  it('takes its limit from the config, and leaves alone shares that are no public links', () => {
    const createdAt = NOW - 40 * DAY;
    const shares = [link({ createdAt }), share({ createdAt }), share({ type: 'mail', createdAt })];
    expect(draftsOf(linkOld, { options: { olderThan: '1 month' }, evidence: { shares } })).toHaveLength(1);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkOld, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
