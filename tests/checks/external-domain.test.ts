import { describe, expect, it } from 'vitest';
import { externalDomain } from '../../src/checks/external-domain.ts';
import { blockedBy, draftsOf, judge, share } from './helpers.ts';

describe('external-domain', () => {
  const options = { domains: ['coop.example'] };
  const found = (type: 'mail' | 'federated' | 'user', recipient: string) =>
    draftsOf(externalDomain, { options, evidence: { shares: [share({ type, recipient })] } });

  it('finds a mail share (low) and a federated share (medium) to an unknown domain', () => {
    expect(found('mail', 'a@autre.example')).toMatchObject([
      { severity: 'low', actual: { domain: 'autre.example' } },
    ]);
    expect(found('federated', 'a@https://nuage.example:8443/x')).toMatchObject([
      { severity: 'medium', actual: { domain: 'nuage.example' } },
    ]);
    expect(found('mail', 'a@notcoop.example')).toHaveLength(1);
  });

  it('leaves alone the listed domains, what lies below them, and members', () => {
    expect(found('mail', 'a@COOP.example')).toEqual([]);
    expect(found('federated', 'a@nuage.coop.example')).toEqual([]);
    expect(found('user', 'a@autre.example')).toEqual([]);
  });

  it('is not run without a list of domains', () => {
    expect(blockedBy(externalDomain)).toContain('No domains are listed');
    expect(blockedBy(externalDomain, { options })).toBeNull();
    expect(judge(externalDomain, { options, lacking: ['shares'] })).toMatchObject({ extent: 'none' });
  });

  it('takes domains alone from the config, whatever their case', () => {
    const shares = [share({ type: 'mail', recipient: 'a@coop.example' })];
    expect(
      draftsOf(externalDomain, { options: { domains: [' COOP.example '] }, evidence: { shares } }),
    ).toEqual([]);
    expect(externalDomain.options.safeParse({ domains: ['@coop.example'] }).success).toBe(false);
  });
});
