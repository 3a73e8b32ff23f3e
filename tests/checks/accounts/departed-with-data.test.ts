import { describe, expect, it } from 'vitest';
import { departedWithData } from '../../../src/checks/accounts/departed-with-data.ts';
import { draftsOf, judge, link, share } from '../helpers.ts';

describe('departed-with-data', () => {
  const left = { enabled: false };
  const usage = (bytes: number) => ({ bytes, files: null, source: 'server' as const });

  it('finds a disabled account that still holds bytes, or shares known from earlier runs', () => {
    expect(draftsOf(departedWithData, { member: left, evidence: { usage: usage(1) } })).toMatchObject([
      { actual: { usedBytes: 1, shares: 0, links: 0, isRead: false, largestFolders: [] } },
    ]);
    const history = { usage: [], shares: [share(), link()] };
    expect(draftsOf(departedWithData, { member: left, evidence: { history } })).toMatchObject([
      { actual: { usedBytes: 0, shares: 2, links: 1 } },
    ]);
  });

  it('names the largest folders of one whose tree was read', () => {
    const largestFolders = ['/Archive', '/Photos'] as const;
    const read = { bytes: 9, files: 2, source: 'crawl' as const, largestFolders };
    expect(draftsOf(departedWithData, { member: left, evidence: { usage: read } })).toMatchObject([
      { actual: { usedBytes: 9, isRead: true, largestFolders } },
    ]);
  });

  it('leaves alone an empty one', () => {
    expect(draftsOf(departedWithData, { member: left, evidence: { usage: usage(0) } })).toEqual([]);
  });

  it('does not speak of enabled accounts', () => {
    expect(() => judge(departedWithData)).toThrow('does not speak of this member');
  });

  it('is not run where the use or the history is unknown', () => {
    expect(judge(departedWithData, { member: left, lacking: ['history'] })).toMatchObject({ extent: 'none' });
    expect(judge(departedWithData, { member: left, lacking: ['usage'] })).toMatchObject({ extent: 'none' });
  });
});
