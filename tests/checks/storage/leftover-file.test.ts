import { describe, expect, it } from 'vitest';
import { leftoverFile } from '../../../src/checks/storage/leftover-file.ts';
import { draftsOf, file, judge, MB } from '../helpers.ts';

describe('leftover-file', () => {
  const NAMES = [
    '~$devis.docx',
    'x.tmp',
    'y.PART',
    'z.crdownload',
    '.DS_Store',
    'Thumbs.db',
    'desktop.ini',
    'a (conflicted copy 2024).txt',
    'b (Copie en conflit).odt',
  ];

  it('adds up what crashes and conflicts left, one finding for the member', () => {
    const entries = NAMES.map((name) => file(`/x/${name}`, { size: 200_000 }));
    expect(draftsOf(leftoverFile, { entries })).toEqual([
      {
        subject: { kind: 'member', id: 'anna', path: null },
        actual: { files: 9, totalBytes: 1_800_000 },
        bytes: 1_800_000,
      },
    ]);
  });

  it('leaves alone less than 1 MB in all, and names that only resemble', () => {
    expect(draftsOf(leftoverFile, { entries: [file('/x.tmp', { size: MB - 1 })] })).toEqual([]);
    const alike = ['tmp', 'x.tmpl', 'my.DS_Store', 'Thumbs.db.txt', 'devis~$', 'partition.pdf'];
    expect(
      draftsOf(leftoverFile, { entries: alike.map((name) => file(`/${name}`, { size: 9 * MB })) }),
    ).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(leftoverFile, { lacking: ['tree'] })).toMatchObject({
      extent: 'none',
      reason: 'tree was not read.',
    });
  });
});
