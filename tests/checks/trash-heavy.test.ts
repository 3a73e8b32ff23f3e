import { describe, expect, it } from 'vitest';
import { trashHeavy } from '../../src/checks/trash-heavy.ts';
import { draftsOf, judge, MB } from './helpers.ts';

describe('trash-heavy', () => {
  it('finds a trash bin of more than 200 MB; it frees nothing of the quota', () => {
    const [found] = draftsOf(trashHeavy, { evidence: { trashBytes: 200 * MB + 1 } });
    expect(found).toEqual({
      subject: { kind: 'member', id: 'anna', path: null },
      actual: { trashBytes: 200 * MB + 1 },
    });
  });

  it('leaves alone 200 MB exactly', () => {
    expect(draftsOf(trashHeavy, { evidence: { trashBytes: 200 * MB } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(trashHeavy, { lacking: ['trashBytes'] })).toMatchObject({
      extent: 'none',
      reason: 'trashBytes was not read.',
    });
  });
});
