import { describe, expect, it } from 'vitest';
import { quotaFullSoon } from '../../../src/checks/storage/quota-full-soon.ts';
import { DAY, draftsOf, judge, MB, NOW } from '../helpers.ts';

describe('quota-full-soon', () => {
  const past = (...bytes: readonly number[]) =>
    bytes.map((one, index) => ({ at: NOW - (bytes.length - index) * 30 * DAY, bytes: one }));
  const found = (now: number, ...before: readonly number[]) =>
    draftsOf(quotaFullSoon, {
      evidence: {
        usage: { bytes: now, files: 1, source: 'crawl' },
        history: { usage: past(...before), shares: [] },
      },
    });

  it('tells the day when the space is full at the pace of three runs', () => {
    // 100 MB a month, 100 MB left: 30 days.
    const [soon] = found(1948 * MB, 1748 * MB, 1848 * MB);
    expect(soon?.actual).toEqual({ fullOn: '2026-12-23', bytesPerMonthBytes: 100 * MB, runs: 3 });
  });

  it('leaves alone two runs, a slower pace, a falling use, and what is full already', () => {
    expect(found(1948 * MB, 1848 * MB)).toEqual([]);
    expect(found(1848 * MB, 1648 * MB, 1748 * MB).length).toBe(1);
    expect(found(1847 * MB, 1648 * MB, 1748 * MB)).toEqual([]);
    expect(found(1900 * MB, 1999 * MB, 1950 * MB)).toEqual([]);
    expect(found(2049 * MB, 1849 * MB, 1949 * MB)).toEqual([]);
  });

  it('takes no pace from runs of one afternoon', () => {
    const usage = [10, 5].map((minutes) => ({ at: NOW - minutes * 60_000, bytes: 1000 * MB }));
    const evidence = {
      usage: { bytes: 1001 * MB, files: 1, source: 'crawl' as const },
      history: { usage, shares: [] },
    };
    expect(draftsOf(quotaFullSoon, { evidence })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(quotaFullSoon, { lacking: ['history'] })).toMatchObject({
      extent: 'none',
      reason: 'history was not read.',
    });
  });
});
