import { describe, expect, it } from 'vitest';
import { linkExpiresLate } from '../../../src/checks/sharing/link-expires-late.ts';
import { draftsOf, judge, link, POLICY, share } from '../helpers.ts';

describe('link-expires-late', () => {
  it('finds an end beyond the rule of the server, 90 days', () => {
    const open = link({ expires: '2027-02-22' });
    const [found, ...others] = draftsOf(linkExpiresLate, { evidence: { shares: [open] } });
    expect(others).toEqual([]);
    expect(found?.subject).toEqual({ kind: 'share', id: open.id, path: open.path });
    expect(found?.actual).toEqual({ expiresOn: '2027-02-22', maxDays: 90 });
  });

  it('leaves alone what is just not that', () => {
    const shares = [link({ expires: '2027-02-21' }), link()];
    expect(draftsOf(linkExpiresLate, { evidence: { shares } })).toEqual([]);
  });

  it('takes 365 days where the server has no rule', () => {
    const policy = { ...POLICY, linkExpiryDays: null };
    const late = link({ expires: '2027-11-24' });
    const shares = [late, link({ expires: '2027-11-23' })];
    expect(
      draftsOf(linkExpiresLate, { evidence: { shares, policy } }).map(({ subject }) => subject.id),
    ).toEqual([late.id]);
  });

  it('counts days where the organisation is, also over a change of the clock', () => {
    const found = (zone: string) =>
      draftsOf(linkExpiresLate, {
        // 31 March, 00:30 in Paris, two days after the clock went forward.
        setting: { now: Date.UTC(2026, 2, 30, 22, 30), zone },
        evidence: { shares: [link({ expires: '2026-06-29' })] },
      });
    expect(found('Europe/Paris')).toEqual([]);
    expect(found('UTC')).toHaveLength(1);
  });

  it('leaves alone shares that are no public links', () => {
    const shares = [share({ expires: '2030-01-01' }), share({ type: 'mail', expires: '2030-01-01' })];
    expect(draftsOf(linkExpiresLate, { evidence: { shares } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkExpiresLate, { lacking: ['policy'] })).toMatchObject({ extent: 'none' });
    expect(judge(linkExpiresLate, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
