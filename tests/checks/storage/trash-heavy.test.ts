import { describe, expect, it } from 'vitest';
import { ownMessages } from '../../../src/app/report/locales.ts';
import { trashHeavy } from '../../../src/checks/storage/trash-heavy.ts';
import { findingWords } from '../../../src/report/text/check-texts.ts';
import { formatter } from '../../../src/report/text/format.ts';
import { draftsOf, judge, MB } from '../helpers.ts';

const subject = { kind: 'member', id: 'anna', path: null } as const;

describe('trash-heavy', () => {
  it('finds a trash bin of more than 200 MB; it frees nothing of the quota', () => {
    const bytes = 200 * MB + 1;
    const [found] = draftsOf(trashHeavy, { evidence: { trash: { bytes, ownBytes: bytes } } });
    expect(found).toEqual({
      subject,
      actual: { trashBytes: bytes, holdsShared: false },
    });
  });

  it('leaves alone 200 MB exactly, and what was deleted in group folders', () => {
    for (const trash of [
      { bytes: 200 * MB, ownBytes: 200 * MB },
      { bytes: 900 * MB, ownBytes: 1_000 },
    ]) {
      expect(draftsOf(trashHeavy, { evidence: { trash } })).toEqual([]);
    }
  });

  it('advises nobody to empty a bin that holds what was deleted in group folders', () => {
    const trash = { bytes: 900 * MB, ownBytes: 300 * MB };
    const [draft] = draftsOf(trashHeavy, { evidence: { trash } });
    const actual = draft?.actual ?? {};
    expect(actual).toMatchObject({ trashBytes: 300 * MB, holdsShared: true });
    const french = findingWords(
      trashHeavy,
      { actual, subject },
      ownMessages('fr'),
      formatter('fr', 'Europe/Paris'),
    );
    expect(french.remedy).not.toMatch(/videz/i);
    expect(french.finding).toContain('300');
    const english = findingWords(
      trashHeavy,
      { actual, subject },
      ownMessages('en'),
      formatter('en', 'Europe/Paris'),
    );
    expect(english.remedy).not.toMatch(/empty/i);
  });

  it('is not judged where the own part is not told apart, unless the whole is little', () => {
    const known = (bytes: number) =>
      judge(trashHeavy, { evidence: { trash: { bytes, ownBytes: null } }, partly: ['trash'] });
    expect(known(900 * MB)).toMatchObject({ extent: 'part', drafts: [], reason: 'trash was read in part.' });
    expect(known(200 * MB)).toMatchObject({ extent: 'whole', drafts: [] });
  });

  it('is not run without its evidence', () => {
    expect(judge(trashHeavy, { lacking: ['trash'] })).toMatchObject({
      extent: 'none',
      reason: 'trash was not read.',
    });
  });
});
