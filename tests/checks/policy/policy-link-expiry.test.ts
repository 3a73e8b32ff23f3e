import { describe, expect, it } from 'vitest';
import { policyLinkExpiry } from '../../../src/checks/policy/policy-link-expiry.ts';
import { judgeServer, POLICY } from '../helpers.ts';

describe('policy-link-expiry', () => {
  it('finds a server where expiry is not enforced', () => {
    expect(judgeServer(policyLinkExpiry, { policy: { ...POLICY, linkExpiryEnforced: false } })).toMatchObject(
      [{ subject: { kind: 'server', id: 'server', path: null } }],
    );
  });

  it('finds a server where the enforced expiry is 91 days', () => {
    expect(judgeServer(policyLinkExpiry, { policy: { ...POLICY, linkExpiryDays: 91 } })).toMatchObject([
      { subject: { kind: 'server', id: 'server', path: null } },
    ]);
  });

  it('leaves alone a server where it is 90 days', () => {
    expect(judgeServer(policyLinkExpiry, { policy: { ...POLICY } })).toEqual([]);
  });
});
