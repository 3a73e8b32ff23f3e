import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { quotaNearlyFull } from '../../../src/checks/storage/quota-nearly-full.ts';
import type { ResultCheck } from '../../../src/model/result.ts';
import type { Limits } from '../../../src/model/usage-level.ts';
import { usageLevel } from '../../../src/model/usage-level.ts';
import { figuresOf } from '../../../src/report/figures/figures.ts';
import { levelOf, nearlyFull, usageBounds } from '../../../src/report/figures/usage.ts';
import { inputOf, member, RULE, resultOf } from '../helpers.ts';

function row(limits: Limits | null): ResultCheck {
  return { id: quotaNearlyFull.id, status: 'ran', reason: null, reasons: [], findings: 0, bytes: 0, limits };
}

function runWith(limits: Limits | null, ...percents: readonly number[]) {
  const members = percents.map((percent, at) => member(`m${at}`, { bytes: (RULE * percent) / 100 }));
  return resultOf({ members, shares: [], findings: [], checks: [row(limits)] });
}

describe('how full a space is', () => {
  it('follows the options of the check', () => {
    const given = { medium: 50, high: 95, critical: 70 };
    const limits = quotaNearlyFull.limitsWith(given);
    const bounds = usageBounds(runWith(limits));
    expect([49, 50, 70, 99.9, 100].map((percent) => usageLevel(percent, bounds))).toEqual([
      'calm',
      'filling',
      'nearly',
      'nearly',
      'full',
    ]);
  });

  it('is full at its quota whatever the options say, and calm below where the check is off', () => {
    for (const limits of [{}, quotaNearlyFull.limitsWith({ medium: 120, high: 130, critical: 140 })]) {
      const bounds = usageBounds(runWith(limits));
      expect([99, 100].map((percent) => usageLevel(percent, bounds))).toEqual(['calm', 'full']);
    }
  });

  it('is measured by the usual limits in results that do not tell theirs', () => {
    expect(usageBounds(runWith(null))).toEqual({ filling: 80, nearly: 90 });
    const usual = Object.assign({}, ...CHECKS.map((check) => check.limitsWith(check.options.parse({}))));
    expect(usageBounds(runWith(usual))).toEqual({ filling: 80, nearly: 90 });
  });

  it('is not known of whose use nothing is known', () => {
    const { usage } = member('anna');
    expect(levelOf({ usage: { ...usage, percent: null } }, { filling: 80, nearly: 90 })).toBeNull();
  });

  it('counts enabled members by the limits of the run, the fullest first', () => {
    const result = runWith({ fillingPercent: 60, nearlyFullPercent: 70 }, 65, 75, 101, 80);
    expect(nearlyFull(result).map(({ id }) => id)).toEqual(['m2', 'm3', 'm1']);
    const figures = figuresOf(inputOf([result]));
    expect(figures.full).toBe(1);
    expect(figures.members.get('m0')?.level).toBe('filling');
  });
});
