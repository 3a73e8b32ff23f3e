import { describe, expect, it } from 'vitest';
import { externalDomain } from '../../../src/checks/sharing/external-domain.ts';
import { openRunner } from '../../../src/judge/runner.ts';
import { shareId } from '../../../src/model/ids.ts';
import { conclude } from '../../helpers/conclude.ts';
import { blockedBy, draftsOf, judge, SETTING, share } from '../helpers.ts';

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

  it('keeps two shares of one id apart: a share is named by type and id', () => {
    const shares = (['mail', 'federated'] as const).map((type) =>
      share({ type, id: shareId('12'), recipient: 'a@autre.example' }),
    );
    const runner = openRunner([externalDomain], { 'external-domain': options }, SETTING);
    const verdict = judge(externalDomain, { options, evidence: { shares } });
    const background = {
      earlier: new Map(),
      judgedBefore: new Set<string>(),
      exceptions: [],
      answers: [],
      today: '2026-11-23',
      shares,
    };
    const { findings } = conclude(runner, [verdict], background);
    expect(findings.map(({ subject, fingerprint }) => [subject.id, fingerprint])).toEqual([
      ['12', 'external-domain:mail:12'],
      ['12', 'external-domain:federated:12'],
    ]);
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
