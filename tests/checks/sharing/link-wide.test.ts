import { describe, expect, it } from 'vitest';
import { linkWide } from '../../../src/checks/sharing/link-wide.ts';
import type { Entry } from '../../../src/model/entry.ts';
import { fileId } from '../../../src/model/ids.ts';
import type { Share } from '../../../src/model/share.ts';
import { draftsOf, file, folder, GB, judge, link } from '../helpers.ts';

describe('link-wide', () => {
  const many = (folderPath: string, count: number) =>
    Array.from({ length: count }, (_, index) => file(`${folderPath}/${index}.txt`));
  const found = (entries: readonly Entry[], ...shares: readonly Share[]) =>
    draftsOf(linkWide, { entries, evidence: { shares } }).map(({ subject }) => subject.path);

  it('finds a link on the root, on a full top-level folder, and on much of what a member has', () => {
    expect(found([], link({ path: '/' }))).toEqual(['/']);
    expect(
      found([...many('/Photos', 201), file('/gros', { size: 9 * GB })], link({ path: '/Photos' })),
    ).toEqual(['/Photos']);
    expect(found([file('/A/B/x', { size: 26 }), file('/y', { size: 74 })], link({ path: '/A/B' }))).toEqual([
      '/A/B',
    ]);
  });

  it('leaves alone 200 files, a quarter exactly, a deep folder with many small files, and a file', () => {
    const rest = file('/gros', { size: 9 * GB });
    expect(found([...many('/Photos', 200), rest], link({ path: '/Photos' }))).toEqual([]);
    expect(found([file('/A/B/x', { size: 25 }), file('/y', { size: 75 })], link({ path: '/A/B' }))).toEqual(
      [],
    );
    expect(found([...many('/A/Photos', 300), rest], link({ path: '/A/Photos' }))).toEqual([]);
    expect(found([file('/seul', { size: 5 })], link({ path: '/seul', isFolder: false }))).toEqual([]);
  });

  it('counts files however deep, and tells how much is open', () => {
    const open = link({ path: '/Photos' });
    const entries = [...many('/Photos/2024/été', 201), file('/reste', { size: 603 })];
    expect(draftsOf(linkWide, { entries, evidence: { shares: [open] } })).toEqual([
      {
        subject: { kind: 'share', id: open.id, path: '/Photos' },
        actual: { files: 201, totalBytes: 201, ofMemberPercent: 25 },
      },
    ]);
  });

  it('holds a part against all that the member has, read or not', () => {
    const entries = [file('/A/B/x', { size: 30 }), file('/y', { size: 70 })];
    const evidence = { shares: [link({ path: '/A/B' })] };
    const known = { entries, evidence, member: { serverUsedBytes: 400 } };
    expect(draftsOf(linkWide, known)).toHaveLength(1);
    expect(draftsOf(linkWide, { ...known, unreadable: ['/Fermé'] })).toEqual([]);
    expect(draftsOf(linkWide, { ...known, unreadable: ['/Fermé'], member: {} })).toHaveLength(1);
    const most = { ...known, entries: [file('/A/B/x', { size: 20 }), file('/y', { size: 80 })] };
    expect(draftsOf(linkWide, { ...most, unreadable: ['/Fermé'], member: { serverUsedBytes: 40 } })).toEqual(
      [],
    );
  });

  it('leaves alone a folder of the same name in another tree, a neighbour, and a member without a byte', () => {
    const mine = folder('/Photos', { fileId: fileId('3') });
    expect(found([mine, ...many('/Photos', 201)], link({ path: '/Photos', fileId: fileId('4') }))).toEqual(
      [],
    );
    expect(found([...many('/Photos 2', 201), file('/Photos/a')], link({ path: '/Photos' }))).toEqual([]);
    expect(found([file('/Vide/a', { size: 0 })], link({ path: '/Vide' }))).toEqual([]);
  });

  it('takes its limits from the config', () => {
    const known = { entries: many('/Photos', 3), evidence: { shares: [link({ path: '/Photos' })] } };
    expect(draftsOf(linkWide, { ...known, options: { maxFiles: 3, maxShare: '100 %' } })).toEqual([]);
    expect(draftsOf(linkWide, { ...known, options: { maxFiles: 2, maxShare: '100 %' } })).toHaveLength(1);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkWide, { lacking: ['tree'] })).toMatchObject({
      extent: 'none',
      reason: 'tree was not read.',
    });
  });
});
