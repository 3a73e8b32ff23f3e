import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { evidenceBounds } from '../../src/judge/evidence-bounds.ts';
import { MB } from '../checks/helpers.ts';
import { everyFile } from '../checks/made-up-checks.ts';

describe('what the crawl asks for on behalf of the checks', () => {
  it('begins at 5 MB with the checks as they come', () => {
    expect(evidenceBounds(CHECKS, {})).toEqual({ checksumsFrom: 5 * MB, uploadTimesFrom: 5 * MB });
  });

  it('follows a check that looks at smaller files', () => {
    const settings = {
      'probable-duplicate': { minSize: MB },
      'large-stale-file': { minSize: 2 * MB, olderThan: { amount: 1, unit: 'years' } },
    };
    expect(evidenceBounds(CHECKS, settings)).toEqual({ checksumsFrom: MB, uploadTimesFrom: 2 * MB });
  });

  it('does not change when a check is switched off, nor when it looks at larger files only', () => {
    const settings = { 'probable-duplicate': 'off', 'large-stale-file': 'off', 'stale-folder': 'off' };
    const larger = { 'probable-duplicate': { minSize: 900 * MB } };
    expect(evidenceBounds(CHECKS, settings)).toEqual(evidenceBounds(CHECKS, {}));
    expect(evidenceBounds(CHECKS, larger)).toEqual(evidenceBounds(CHECKS, {}));
  });

  it('is nothing where no check wants any', () => {
    expect(evidenceBounds([everyFile], {}).checksumsFrom).toBe(Number.MAX_SAFE_INTEGER);
  });
});
