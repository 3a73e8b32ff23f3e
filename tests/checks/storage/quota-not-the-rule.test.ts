import { describe, expect, it } from 'vitest';
import { quotaNotTheRule } from '../../../src/checks/storage/quota-not-the-rule.ts';
import { draftsOf, GB } from '../helpers.ts';

describe('quota-not-the-rule', () => {
  it('finds another quota, and none', () => {
    expect(
      draftsOf(quotaNotTheRule, { member: { quota: { bytes: 5 * GB, unlimited: false, source: 'server' } } }),
    ).toHaveLength(1);
    expect(
      draftsOf(quotaNotTheRule, { member: { quota: { bytes: 2 * GB, unlimited: true, source: 'rule' } } }),
    ).toMatchObject([{ actual: { unlimited: true, ruleBytes: 2 * GB } }]);
  });

  it('leaves alone the rule', () => {
    expect(
      draftsOf(quotaNotTheRule, { member: { quota: { bytes: 2 * GB, unlimited: false, source: 'server' } } }),
    ).toEqual([]);
  });
});
