import { describe, expect, it } from 'vitest';
import { type UploadQuestion, undecidedFiles } from '../../../src/gather/uploads/undecided-files.ts';
import type { Entry, UploadBound } from '../../../src/model/entry.ts';
import { fileId } from '../../../src/model/ids.ts';

const DAY = 86_400_000;
const MB = 1024 ** 2;
const NOW = Date.UTC(2026, 10, 24, 12);
const A_YEAR = { amount: 1, unit: 'years' } as const;
const IN_TREE: UploadBound = { in: 'tree', from: 50 * MB, olderThan: A_YEAR };
const IN_OLD_FOLDER: UploadBound = {
  in: 'old-folder',
  folderFrom: 200 * MB,
  from: 5 * MB,
  olderThan: A_YEAR,
};
const IN_LINKED_FOLDER: UploadBound = { in: 'linked-folder', from: 5 * MB, olderThan: A_YEAR };

function file(path: string, megabytes: number, daysAgo: number | null, uploadedDaysAgo?: number): Entry {
  return {
    fileId: fileId(String(path.length * 1_000 + megabytes)),
    path,
    isFolder: false,
    size: megabytes * MB,
    modifiedAt: daysAgo === null ? null : NOW - daysAgo * DAY,
    uploadedAt: uploadedDaysAgo === undefined ? null : NOW - uploadedDaysAgo * DAY,
    etag: '',
    checksum: null,
  };
}

async function undecided(
  entries: readonly Entry[],
  rest: Partial<UploadQuestion>,
  known: readonly Entry[] = [],
) {
  const question = { bounds: [], linked: [], now: NOW, zone: 'Europe/Paris', ...rest };
  const isSettled = (id: string) => known.some((entry) => entry.fileId === id);
  async function* batches() {
    yield entries.slice(0, 2);
    yield entries.slice(2);
  }
  const { files, dueAt } = await undecidedFiles(batches(), question, isSettled);
  const days = dueAt === null ? null : Math.ceil((dueAt - NOW) / DAY);
  return { paths: [...files.values()].map(({ path }) => path).sort(), days };
}

describe('files that an upload decides', () => {
  it('are large and old ones, and others as soon as they grow old', async () => {
    const tree = [file('/small', 40, 900), file('/old', 60, 400), file('/young', 60, 300)];
    expect(await undecided(tree, { bounds: [IN_TREE] })).toEqual({ paths: ['/old'], days: 66 });
  });

  it('are none whose upload is known, whose date is impossible, or of which nothing more can be learnt', async () => {
    const settled = file('/settled', 61, 400);
    const tree = [file('/known', 60, 400, 400), file('/1970', 60, 20_700), file('/none', 60, null), settled];
    expect(await undecided(tree, { bounds: [IN_TREE] }, [settled])).toEqual({ paths: [], days: null });
  });

  it('are those of large folders in which nothing is young, whatever the date of each', async () => {
    const tree = [
      file('/old/below/a', 150, 400),
      file('/old/b', 60, 500),
      file('/old/1970', 6, 20_700),
      file('/mixed/c', 250, 500),
      file('/mixed/young', 1, 300),
      file('/light/d', 60, 900),
    ];
    expect(await undecided(tree, { bounds: [IN_OLD_FOLDER] })).toEqual({
      paths: ['/old/1970', '/old/b', '/old/below/a'],
      days: 66,
    });
  });

  it('are none in a folder that one file of known upload makes young', async () => {
    const tree = [file('/old/a', 250, 500), file('/old/b', 6, 500, 10)];
    expect((await undecided(tree, { bounds: [IN_OLD_FOLDER] })).paths).toEqual([]);
  });

  it('are those that a public link shows', async () => {
    const tree = [file('/shown/below/a', 6, 400), file('/shown/future', 6, -9), file('/other/b', 6, 400)];
    expect(await undecided(tree, { bounds: [IN_LINKED_FOLDER], linked: ['/shown'] })).toEqual({
      paths: ['/shown/below/a', '/shown/future'],
      days: null,
    });
  });
});
