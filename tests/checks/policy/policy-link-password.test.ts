import { describe, expect, it } from 'vitest';
import { policyLinkPassword } from '../../../src/checks/policy/policy-link-password.ts';
import { judgeServer, POLICY } from '../helpers.ts';

describe('policy-link-password', () => {
  it('finds a server where passwords are not enforced', () => {
    expect(
      judgeServer(policyLinkPassword, { policy: { ...POLICY, linkPasswordEnforced: false } }),
    ).toMatchObject([{ subject: { kind: 'server', id: 'server', path: null } }]);
  });

  it('leaves alone a server where they are', () => {
    expect(judgeServer(policyLinkPassword, { policy: { ...POLICY } })).toEqual([]);
  });
});
