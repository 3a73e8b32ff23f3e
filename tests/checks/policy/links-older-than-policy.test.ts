import { describe, expect, it } from 'vitest';
import { linksOlderThanPolicy } from '../../../src/checks/policy/links-older-than-policy.ts';
import type { Share } from '../../../src/model/share.ts';
import { judgeServer, link, POLICY, share } from '../helpers.ts';

describe('links-older-than-policy', () => {
  const found = (...shares: readonly Share[]) => judgeServer(linksOlderThanPolicy, { shares });
  // Today is 23 November 2026: the rule lets a link reach 90 days from now.
  const fine = { hasPassword: true, createdAt: Date.UTC(2025, 0, 1), expires: '2027-02-21' };

  it('counts links that break the enforced rules, in one finding', () => {
    const shares = [
      link({ ...fine, hasPassword: false }),
      link({ ...fine, expires: null }),
      link({ ...fine, expires: '2027-02-23' }),
    ];
    expect(found(...shares)).toEqual([
      { subject: { kind: 'server', id: 'server', path: null }, actual: { links: 3 } },
    ]);
  });

  it('leaves alone links within the rules however old, a day of rounding, and other shares', () => {
    expect(found(link(fine), link({ ...fine, expires: '2027-02-22' }), share())).toEqual([]);
  });

  it('has nothing to say where no rule is enforced', () => {
    const policy = { ...POLICY, linkPasswordEnforced: false, linkExpiryEnforced: false };
    expect(judgeServer(linksOlderThanPolicy, { policy, shares: [link()] })).toEqual([]);
  });
});
