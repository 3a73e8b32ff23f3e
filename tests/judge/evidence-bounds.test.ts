import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { evidenceBounds } from '../../src/judge/evidence-bounds.ts';
import { MB } from '../checks/helpers.ts';
import { everyFile } from '../checks/made-up-checks.ts';

describe('what the crawl asks for on behalf of the checks', () => {
  it('is what their options say, with the checks as they come', () => {
    expect(evidenceBounds(CHECKS, {})).toEqual({
      checksumsFrom: 5 * MB,
      uploadTimes: [
        { in: 'tree', from: 50 * MB, olderThan: { amount: 12, unit: 'months' } },
        { in: 'old-folder', folderFrom: 200 * MB, from: 5 * MB, olderThan: { amount: 24, unit: 'months' } },
        { in: 'linked-folder', from: 5 * MB, olderThan: { amount: 1, unit: 'months' } },
      ],
    });
  });

  it('follows a check that looks at smaller files', () => {
    const settings = {
      'probable-duplicate': { minSize: MB },
      'large-stale-file': { minSize: 2 * MB, olderThan: { amount: 1, unit: 'years' } },
    };
    const { checksumsFrom, uploadTimes } = evidenceBounds(CHECKS, settings);
    expect(checksumsFrom).toBe(MB);
    expect(uploadTimes).toContainEqual({
      in: 'tree',
      from: 2 * MB,
      olderThan: { amount: 1, unit: 'years' },
    });
  });

  it('has the checksums of a check that is off or looks at larger files only, and no uploads of one that is off', () => {
    const off = Object.fromEntries(CHECKS.map(({ id }) => [id, 'off']));
    const { checksumsFrom } = evidenceBounds(CHECKS, {});
    expect(evidenceBounds(CHECKS, off)).toEqual({ checksumsFrom, uploadTimes: [] });
    expect(evidenceBounds(CHECKS, { 'probable-duplicate': { minSize: 900 * MB } })).toEqual(
      evidenceBounds(CHECKS, {}),
    );
  });

  it('is nothing where no check wants any', () => {
    expect(evidenceBounds([everyFile], {}).checksumsFrom).toBe(Number.MAX_SAFE_INTEGER);
  });
});
