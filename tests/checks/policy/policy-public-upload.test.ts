import { describe, expect, it } from 'vitest';
import { policyPublicUpload } from '../../../src/checks/policy/policy-public-upload.ts';
import { judgeServer, POLICY } from '../helpers.ts';

describe('policy-public-upload', () => {
  it('finds a server where public upload is allowed', () => {
    expect(judgeServer(policyPublicUpload, { policy: { ...POLICY, publicUpload: true } })).toMatchObject([
      { subject: { kind: 'server', id: 'server', path: null } },
    ]);
  });

  it('leaves alone a server where it is not', () => {
    expect(judgeServer(policyPublicUpload, { policy: { ...POLICY } })).toEqual([]);
  });
});
