import { describe, expect, it } from 'vitest';
import { dormantAccount } from '../../../src/checks/accounts/dormant-account.ts';
import { DAY, draftsOf, GB, judge, link, MB, NOW, share } from '../helpers.ts';

describe('dormant-account', () => {
  const usage = (bytes: number) => ({ bytes, files: 1, source: 'crawl' as const });
  const longAgo = { lastLogin: NOW - 181 * DAY };

  it('finds an account that nobody opened for 180 days with more than 100 MB, or with a public link', () => {
    expect(
      draftsOf(dormantAccount, { member: longAgo, evidence: { usage: usage(100 * MB + 1) } }),
    ).toMatchObject([{ actual: { days: 181 } }]);
    expect(draftsOf(dormantAccount, { member: longAgo, evidence: { knownShares: [link()] } })).toMatchObject([
      { actual: { links: 1 } },
    ]);
    expect(
      draftsOf(dormantAccount, { member: { lastLogin: null }, evidence: { usage: usage(GB) } }),
    ).toMatchObject([{ actual: { lastLoginAt: null, days: -1 } }]);
  });

  it('leaves alone 180 days, and dormant ones with little', () => {
    expect(
      draftsOf(dormantAccount, { member: { lastLogin: NOW - 180 * DAY }, evidence: { usage: usage(GB) } }),
    ).toEqual([]);
    expect(
      draftsOf(dormantAccount, {
        member: longAgo,
        evidence: { usage: usage(100 * MB), knownShares: [share()] },
      }),
    ).toEqual([]);
  });

  it('concludes from a part of the shares where the rest cannot matter', () => {
    const extent = (lastLogin: number | null, bytes: number, known = [share()]) =>
      judge(dormantAccount, {
        member: { lastLogin },
        evidence: { usage: usage(bytes), knownShares: known },
        partly: ['knownShares'],
      }).extent;
    expect(extent(NOW - DAY, GB)).toBe('whole');
    expect(extent(longAgo.lastLogin, GB)).toBe('whole');
    expect(extent(longAgo.lastLogin, 0, [link()])).toBe('whole');
    expect(extent(longAgo.lastLogin, 100 * MB)).toBe('part');
  });

  it('is not run without its evidence', () => {
    expect(judge(dormantAccount, { lacking: ['usage'] })).toMatchObject({
      extent: 'none',
      reason: 'usage was not read.',
    });
  });
});
