import { describe, expect, it } from 'vitest';
import { linkLivingFolder } from '../../../src/checks/sharing/link-living-folder.ts';
import { fileId } from '../../../src/model/ids.ts';
import { DAY, draftsOf, file, folder, judge, link, NOW } from '../helpers.ts';

describe('link-living-folder', () => {
  const living = link({ path: '/Salon', createdAt: NOW - 30 * DAY });

  it('counts what came below the folder after it was shared, by the upload where it is known', () => {
    const entries = [
      file('/Salon/neuf.pdf', { modifiedAt: NOW - 29 * DAY }),
      file('/Salon/a/b.pdf', { modifiedAt: NOW - 900 * DAY, uploadedAt: NOW - DAY }),
    ];
    expect(draftsOf(linkLivingFolder, { entries, evidence: { shares: [living] } })).toMatchObject([
      { subject: { kind: 'share', id: living.id }, actual: { files: 2 } },
    ]);
  });

  it('leaves alone what was there before, a neighbour of the same beginning, folders, and a file drop', () => {
    const entries = [
      file('/Salon/vieux.pdf', { modifiedAt: NOW - 30 * DAY }),
      file('/Salon/modifié.pdf', { modifiedAt: NOW - DAY, uploadedAt: NOW - 60 * DAY }),
      file('/Salon 2/neuf.pdf', { modifiedAt: NOW - DAY }),
      folder('/Salon/neuf', { modifiedAt: NOW - DAY }),
      file('/Dépôt/neuf.pdf', { modifiedAt: NOW - DAY }),
    ];
    const shares = [living, link({ path: '/Dépôt', permissions: ['create'], createdAt: NOW - 30 * DAY })];
    expect(draftsOf(linkLivingFolder, { entries, evidence: { shares } })).toEqual([]);
  });

  it('counts for each link by its own day, on the root and below', () => {
    const whole = link({ path: '/', fileId: fileId('1'), createdAt: NOW - 10 * DAY });
    const part = link({ path: '/Salon/a', fileId: fileId('2'), createdAt: NOW - 3 * DAY });
    const entries = [
      file('/x.pdf', { modifiedAt: NOW - 9 * DAY }),
      file('/Salon/a/b.pdf', { modifiedAt: NOW - 2 * DAY }),
      file('/Salon/a/c.pdf', { modifiedAt: NOW - 4 * DAY }),
      file('/Salon/abc.pdf', { modifiedAt: NOW - DAY }),
    ];
    expect(
      draftsOf(linkLivingFolder, { entries, evidence: { shares: [whole, part] } }).map(
        ({ actual }) => actual,
      ),
    ).toEqual([
      { files: 4, createdAt: '2026-11-13T11:00:00.000Z' },
      { files: 1, createdAt: '2026-11-20T11:00:00.000Z' },
    ]);
  });

  it('concludes nothing from an impossible date, or from a folder of that name in another tree', () => {
    const future = file('/Salon/futur.pdf', { modifiedAt: NOW + DAY });
    const evidence = { shares: [living] };
    expect(draftsOf(linkLivingFolder, { entries: [future], evidence })).toEqual([]);
    const uploaded = { ...future, uploadedAt: NOW - DAY };
    expect(draftsOf(linkLivingFolder, { entries: [uploaded], evidence })).toHaveLength(1);
    const other = folder('/Salon', { fileId: fileId('3') });
    expect(draftsOf(linkLivingFolder, { entries: [other, uploaded], evidence })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkLivingFolder, { lacking: ['tree'] })).toMatchObject({
      extent: 'none',
      reason: 'tree was not read.',
    });
  });
});
