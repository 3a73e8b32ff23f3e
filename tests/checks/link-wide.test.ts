import { describe, expect, it } from 'vitest';
import { linkWide } from '../../src/checks/link-wide.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Share } from '../../src/model/share.ts';
import { draftsOf, file, GB, judge, link } from './helpers.ts';

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

  it('is not run without its evidence', () => {
    expect(judge(linkWide, { lacking: ['tree'] })).toMatchObject({
      extent: 'none',
      reason: 'tree was not read.',
    });
  });
});
