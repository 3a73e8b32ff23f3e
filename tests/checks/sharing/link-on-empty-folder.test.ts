import { describe, expect, it } from 'vitest';
import { linkOnEmptyFolder } from '../../../src/checks/sharing/link-on-empty-folder.ts';
import type { Entry } from '../../../src/model/entry.ts';
import { fileId } from '../../../src/model/ids.ts';
import { DAY, draftsOf, file, folder, judge, link, NOW, share } from '../helpers.ts';

const HERE = { fileId: fileId('7') };
const OLD = NOW - 91 * DAY;
/** The clock went back in October: ninety days of the calendar are an hour longer. */
const NINETY = Date.UTC(2026, 7, 25, 10);

describe('link-on-empty-folder', () => {
  it('finds an old link on a folder without any file', () => {
    const old = link({ path: '/Vide', createdAt: NINETY - 1 });
    const entries = [folder('/Vide/aussi'), folder('/Vide 2', { size: 9 }), file('/Vide 2/a')];
    expect(
      draftsOf(linkOnEmptyFolder, {
        entries: [...entries, folder('/Vide', HERE)],
        evidence: { shares: [old] },
      }),
    ).toEqual([
      {
        subject: { kind: 'share', id: old.id, path: '/Vide' },
        actual: { createdAt: '2026-08-25T09:59:59.999Z', isFolder: true },
      },
    ]);
  });

  it('leaves alone a young link, a file far below, and a file', () => {
    const entries = [folder('/Vide', HERE), file('/Plein/a/b/c.txt', { size: 0 })];
    const shares = [
      link({ path: '/Vide', createdAt: NINETY }),
      link({ path: '/Plein', createdAt: OLD }),
      link({ path: '/Plein/a/b/c.txt', isFolder: false, createdAt: OLD }),
      share({ path: '/Vide', createdAt: OLD }),
    ];
    expect(draftsOf(linkOnEmptyFolder, { entries, evidence: { shares } })).toEqual([]);
  });

  it('concludes nothing where something was not read, is not the member’s own, or is not there', () => {
    const found = (entries: readonly Entry[], unreadable: readonly string[] = []) =>
      draftsOf(linkOnEmptyFolder, {
        entries,
        unreadable,
        evidence: { shares: [link({ path: '/Vide', createdAt: OLD })] },
      });
    const empty = folder('/Vide', HERE);
    expect(found([empty])).toHaveLength(1);
    expect(found([empty], ['/Vide 2'])).toHaveLength(1);
    expect(found([empty], ['/Vide/dedans'])).toEqual([]);
    expect(found([empty], ['/'])).toEqual([]);
    expect(found([{ ...empty, size: 5 }])).toEqual([]);
    expect(found([{ ...empty, fileId: fileId('8') }])).toEqual([]);
    expect(found([])).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkOnEmptyFolder, { lacking: ['tree'] })).toMatchObject({
      extent: 'none',
      reason: 'tree was not read.',
    });
  });
});
