import { describe, expect, it } from 'vitest';
import { linkLivingFolder } from '../../src/checks/link-living-folder.ts';
import { DAY, draftsOf, file, folder, judge, link, NOW } from './helpers.ts';

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

  it('is not run without its evidence', () => {
    expect(judge(linkLivingFolder, { lacking: ['tree'] })).toMatchObject({
      extent: 'none',
      reason: 'tree was not read.',
    });
  });
});
