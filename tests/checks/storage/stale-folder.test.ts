import { describe, expect, it } from 'vitest';
import { staleFolder } from '../../../src/checks/storage/stale-folder.ts';
import type { Entry } from '../../../src/model/entry.ts';
import { draftsOf, file, folder, judge, MB } from '../helpers.ts';

describe('stale-folder', () => {
  const LONG_AGO = Date.UTC(2024, 10, 23, 10);
  const old = (path: string, size: number) => file(path, { size, modifiedAt: LONG_AGO });

  it('finds the topmost folder in which nothing has moved for two years', () => {
    const entries = [
      folder('/Salon'),
      folder('/Salon/2022'),
      old('/Salon/2022/a', 250 * MB),
      old('/Salon/b', 50 * MB),
      file('/new'),
    ];
    expect(draftsOf(staleFolder, { entries })).toMatchObject([
      {
        subject: { kind: 'folder', path: '/Salon' },
        bytes: 300 * MB,
        actual: { files: 2, newestOn: '2024-11-23' },
      },
    ]);
  });

  it('reports what is below where the folder above is alive', () => {
    const entries = [
      folder('/Salon'),
      folder('/Salon/2022'),
      old('/Salon/2022/a', 200 * MB),
      file('/Salon/new'),
    ];
    expect(draftsOf(staleFolder, { entries }).map(({ subject }) => subject.path)).toEqual(['/Salon/2022']);
  });

  it('leaves alone a byte too small, a newest file just young enough, the root, and what could not be read whole', () => {
    const found = (entries: readonly Entry[], unreadable: readonly string[] = []) =>
      draftsOf(staleFolder, { entries, unreadable });
    expect(found([folder('/A'), old('/A/a', 200 * MB - 1)])).toEqual([]);
    expect(
      found([folder('/A'), old('/A/a', 200 * MB), file('/A/b', { modifiedAt: Date.UTC(2024, 10, 23, 11) })]),
    ).toEqual([]);
    expect(found([old('/a', 300 * MB)])).toEqual([]);
    expect(found([folder('/A'), old('/A/a', 300 * MB)], ['/A/closed'])).toEqual([]);
  });

  it('does not rest on impossible dates', () => {
    expect(
      draftsOf(staleFolder, { entries: [folder('/A'), file('/A/a', { size: 300 * MB, modifiedAt: 0 })] }),
    ).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(staleFolder, { lacking: ['tree'] })).toMatchObject({
      extent: 'none',
      reason: 'tree was not read.',
    });
  });
});
