import { describe, expect, it } from 'vitest';
import { policyLinkExpiry } from '../../../src/checks/policy/policy-link-expiry.ts';
import { bySeverity } from '../../../src/model/severity.ts';
import { judgeServer, POLICY } from '../helpers.ts';

describe('policy-link-expiry', () => {
  it('finds a server where expiry is not enforced', () => {
    expect(judgeServer(policyLinkExpiry, { policy: { ...POLICY, linkExpiryEnforced: false } })).toMatchObject(
      [{ subject: { kind: 'server', id: 'server', path: null } }],
    );
  });

  it('finds a server where the enforced expiry is 91 days, which is less serious', () => {
    const policy = { ...POLICY, linkExpiryDays: 91 };
    const [enforced] = judgeServer(policyLinkExpiry, { policy });
    const [open] = judgeServer(policyLinkExpiry, { policy: { ...policy, linkExpiryEnforced: false } });
    expect(enforced).toMatchObject({
      subject: { kind: 'server', id: 'server', path: null },
      actual: { enforced: true, linkDays: 91 },
    });
    expect(
      bySeverity(enforced?.severity ?? 'high', open?.severity ?? policyLinkExpiry.severity),
    ).toBeGreaterThan(0);
  });

  it('leaves alone a server where it is 90 days', () => {
    expect(judgeServer(policyLinkExpiry, { policy: { ...POLICY } })).toEqual([]);
  });
});
