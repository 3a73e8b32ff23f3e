import { describe, expect, it } from 'vitest';
import { policyResharing } from '../../../src/checks/policy/policy-resharing.ts';
import { judgeServer, POLICY } from '../helpers.ts';

describe('policy-resharing', () => {
  it('finds a server where resharing is on', () => {
    expect(judgeServer(policyResharing, { policy: { ...POLICY, resharing: true } })).toMatchObject([
      { subject: { kind: 'server', id: 'server', path: null } },
    ]);
  });

  it('finds a server where the default permissions are 31', () => {
    expect(judgeServer(policyResharing, { policy: { ...POLICY, defaultPermissions: 31 } })).toMatchObject([
      { subject: { kind: 'server', id: 'server', path: null } },
    ]);
  });

  it('finds a server where federation is on', () => {
    expect(judgeServer(policyResharing, { policy: { ...POLICY, federation: true } })).toMatchObject([
      { subject: { kind: 'server', id: 'server', path: null } },
    ]);
  });

  it('leaves alone a server where none of the three holds', () => {
    expect(judgeServer(policyResharing, { policy: { ...POLICY, defaultPermissions: 30 } })).toEqual([]);
  });
});
