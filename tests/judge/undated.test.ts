import { describe, expect, it } from 'vitest';
import { linkLivingFolder } from '../../src/checks/sharing/link-living-folder.ts';
import { largeStaleFile } from '../../src/checks/storage/large-stale-file.ts';
import { staleFolder } from '../../src/checks/storage/stale-folder.ts';
import type { Check } from '../../src/judge/check.ts';
import { openRunner } from '../../src/judge/runner.ts';
import type { Entry } from '../../src/model/entry.ts';
import { fileId, memberId } from '../../src/model/ids.ts';
import type { ResultFinding } from '../../src/model/result.ts';
import { file, folder, judge, link, MB, NOW, SETTING } from '../checks/helpers.ts';
import { conclude, judgedKey, type Past } from '../helpers/conclude.ts';

const OLD = Date.UTC(2022, 10, 22);
const DAY = 86_400_000;
const shares = [link({ path: '/Vidéos', isFolder: true, createdAt: NOW - 9 * DAY, fileId: fileId('901') })];

/** The tree with one film of this date. */
function entries(modifiedAt: Entry['modifiedAt'], size = 300 * MB): readonly Entry[] {
  return [
    folder('/Vidéos', { fileId: fileId('901') }),
    file('/Vidéos/rush.mp4', { fileId: fileId('902'), size, modifiedAt }),
  ];
}

/** What the check finds in a tree, after what it found in an earlier one. */
function statesOf(check: Check, first: readonly Entry[], second: readonly Entry[]) {
  const runner = openRunner([check], {}, SETTING);
  const concluded = (tree: readonly Entry[], earlier: Past['earlier']) =>
    conclude(runner, [judge(check, { entries: tree, evidence: { shares } })], {
      earlier,
      judgedBefore: new Set(),
      exceptions: [],
      answers: [],
      today: '2026-11-23',
      shares: [],
    }).findings;
  const before = concluded(first, new Map()).map(
    (finding): ResultFinding => ({ ...finding, sharedWith: [], actual: {} }),
  );
  const key = judgedKey(check.id, memberId('anna'));
  return {
    before: before.map(({ state }) => state),
    after: concluded(second, new Map([[key, before]])).map(({ state }) => state),
  };
}

describe.each<[Check, number]>([
  [largeStaleFile, OLD],
  [staleFolder, OLD],
  [linkLivingFolder, NOW - DAY],
])('$id', (check, date) => {
  it.each([
    ['cannot be read', null],
    ['is impossible', Date.UTC(1980, 0, 1)],
  ])('does not call fixed what it found, where the date now %s', (_, now) => {
    expect(statesOf(check, entries(date), entries(now))).toEqual({ before: ['new'], after: [] });
  });

  it('calls it fixed where the file is gone', () => {
    expect(statesOf(check, entries(date), [folder('/Vidéos', { fileId: fileId('901') })])).toEqual({
      before: ['new'],
      after: ['fixed'],
    });
  });
});
