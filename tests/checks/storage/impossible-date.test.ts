import { describe, expect, it } from 'vitest';
import { impossibleDate } from '../../../src/checks/storage/impossible-date.ts';
import { draftsOf, file, folder, judge, NOW } from '../helpers.ts';

describe('impossible-date', () => {
  const HOUR = 3_600_000;

  it('finds dates before 1990 and in the future', () => {
    const entries = [
      file('/a', { modifiedAt: Date.UTC(1990, 0, 1) - 1 }),
      file('/b', { modifiedAt: NOW + HOUR + 1 }),
    ];
    expect(draftsOf(impossibleDate, { entries }).map(({ subject }) => subject.path)).toEqual(['/a', '/b']);
  });

  it('leaves alone 1990, and what was saved while the run was under way', () => {
    const entries = [
      file('/a', { modifiedAt: Date.UTC(1990, 0, 1) }),
      file('/b', { modifiedAt: NOW + HOUR }),
      folder('/c', { modifiedAt: 0 }),
    ];
    expect(draftsOf(impossibleDate, { entries })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(impossibleDate, { lacking: ['tree'] })).toMatchObject({
      extent: 'none',
      reason: 'tree was not read.',
    });
  });
});
