import { describe, expect, it } from 'vitest';
import { linkOnEmptyFolder } from '../../src/checks/link-on-empty-folder.ts';
import { DAY, draftsOf, file, folder, judge, link, NOW } from './helpers.ts';

describe('link-on-empty-folder', () => {
  it('finds an old link on a folder without any file', () => {
    const old = link({ path: '/Vide', createdAt: NOW - 91 * DAY });
    const entries = [folder('/Vide'), folder('/Vide/aussi')];
    expect(
      draftsOf(linkOnEmptyFolder, { entries, evidence: { shares: [old] } }).map(({ subject }) => subject.id),
    ).toEqual([old.id]);
  });

  it('leaves alone a young link, a file far below, a file, and what could not be read', () => {
    const entries = [folder('/Vide'), folder('/Plein'), file('/Plein/a/b/c.txt'), folder('/Fermé')];
    const shares = [
      link({ path: '/Vide', createdAt: NOW - 89 * DAY }),
      link({ path: '/Plein', createdAt: NOW - 91 * DAY }),
      link({ path: '/Plein/a/b/c.txt', isFolder: false, createdAt: NOW - 91 * DAY }),
      link({ path: '/Fermé', createdAt: NOW - 91 * DAY }),
    ];
    expect(
      draftsOf(linkOnEmptyFolder, { entries, unreadable: ['/Fermé/dedans'], evidence: { shares } }),
    ).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkOnEmptyFolder, { lacking: ['tree'] })).toMatchObject({
      extent: 'none',
      reason: 'tree was not read.',
    });
  });
});
