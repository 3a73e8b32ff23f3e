import { describe, expect, it } from 'vitest';
import { quotaNearlyFull } from '../../../src/checks/storage/quota-nearly-full.ts';
import { draftsOf, GB, judge } from '../helpers.ts';

describe('quota-nearly-full', () => {
  const severityAt = (bytes: number) =>
    draftsOf(quotaNearlyFull, { evidence: { usage: { bytes, files: 1, source: 'crawl' } } })[0]?.severity;

  it('grows with the use: medium from 80, high from 90, critical from 100 percent', () => {
    expect(severityAt(Math.ceil(0.8 * 2 * GB))).toBe('medium');
    expect(severityAt(Math.ceil(0.9 * 2 * GB))).toBe('high');
    expect(severityAt(2 * GB)).toBe('critical');
  });

  it('leaves alone a byte less', () => {
    expect(severityAt(Math.ceil(0.8 * 2 * GB) - 1)).toBeUndefined();
    expect(severityAt(Math.ceil(0.9 * 2 * GB) - 1)).toBe('medium');
    expect(severityAt(2 * GB - 1)).toBe('high');
  });

  it('rests on the server’s own figure where no tree was read, and on the rule where no quota is set', () => {
    const [found] = draftsOf(quotaNearlyFull, {
      member: { quota: { bytes: GB, unlimited: true, source: 'rule' } },
      evidence: { usage: { bytes: GB, files: null, source: 'server' } },
    });
    expect(found).toMatchObject({
      subject: { kind: 'member', id: 'anna' },
      severity: 'critical',
      actual: { usedPercent: 100 },
    });
  });

  it('is not run without its evidence', () => {
    expect(judge(quotaNearlyFull, { lacking: ['usage'] })).toMatchObject({
      extent: 'none',
      reason: 'usage was not read.',
    });
  });
});
