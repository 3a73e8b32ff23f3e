import { afterEach, describe, expect, it } from 'vitest';
import { largeStaleFile } from '../../../src/checks/storage/large-stale-file.ts';
import { nodeAt } from '../../../src/demo/nextcloud/world/tree.ts';
import { openStage, type Stage } from '../../helpers/stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const DAY = 86_400_000;

/** Findings of the check on one path so many days later, after the file's dates were set on the server. */
async function accused(
  uploadedDaysAgo: number | null,
  {
    modifiedDaysAgo,
    read = [0],
  }: { readonly modifiedDaysAgo?: number; readonly read?: readonly number[] } = {},
) {
  stage = await openStage({ readable: true });
  const planted = stage.truth.findings.find(
    ({ check, state }) => check === largeStaleFile.id && state === 'new',
  );
  const owner = stage.world.users.find(({ id }) => id === planted?.member);
  if (planted?.subject.path == null || owner === undefined) throw new Error('nothing was planted');
  const file = nodeAt(owner.home, planted.subject.path);
  if (file?.kind !== 'file') throw new Error('the planted file is not there');
  file.uploadedAt = uploadedDaysAgo === null ? 0 : stage.truth.times.now - uploadedDaysAgo * DAY;
  if (modifiedDaysAgo !== undefined) file.modifiedAt = stage.truth.times.now - modifiedDaysAgo * DAY;
  stage.server.changed();
  const found: number[] = [];
  for (const days of read) {
    stage.setNow(stage.truth.times.now + days * DAY);
    const { result } = await stage.audit();
    const requests = result.members.find(({ id }) => id === owner.id)?.coverage.requests ?? 0;
    expect(requests).toBeLessThanOrEqual(20);
    const { findings } = result;
    found.push(
      findings.filter(
        ({ check, subject }) => check === largeStaleFile.id && subject.id === planted.subject.id,
      ).length,
    );
  }
  return found;
}

// Nextcloud 31.0.6 tells 0 as the upload time of every file in a SEARCH, and the truth in a PROPFIND.
describe('upload times that a SEARCH does not tell', { timeout: 30_000 }, () => {
  it('an old file that was uploaded last week is not called old', async () => {
    expect(await accused(7)).toEqual([0]);
  });

  it('one that was uploaded two years ago, or nobody knows when, is', async () => {
    expect(await accused(730)).toEqual([1]);
    await stage.close();
    expect(await accused(null)).toEqual([1]);
  });

  it('one that grows old after it was read is not either, before its upload is as old', async () => {
    const read = [0, 60, 400];
    expect(await accused(20, { modifiedDaysAgo: 340, read })).toEqual([0, 0, 1]);
  });
});
