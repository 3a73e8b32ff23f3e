import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import type { Tree } from '../../judge/evidence.ts';
import type { TreePath } from '../../model/path/path.ts';
import { pathIndex } from '../../model/path/path-index.ts';
import { before, isoOrNull } from '../../model/time.ts';
import { DurationText } from '../../model/units.ts';
import { isInTree, links, onLink, wasMadeBefore } from './links.ts';

/** Old public links on folders without a file. */
export const linkOnEmptyFolder = defineMemberCheck({
  id: 'link-on-empty-folder',
  area: 'sharing',
  severity: 'low',
  audience: 'member',
  traits: { action: 'close' },
  scope: 'member',
  needs: ['shares', 'tree'],
  readsOfShares: ['createdAt', 'contents'],
  options: z.object({ olderThan: DurationText.prefault('90 days') }),
  optionHelp: { olderThan: 'made longer ago than this' },
  problem:
    'A public link older than `olderThan` is on a folder without any file below it. A folder that could not be read whole, or that holds things that are not the member’s own, is not judged.',
  example: { createdAt: '2025-09-12T08:30:00.000Z', isFolder: true },
  watch({ shares }, { olderThan }, { now, zone }) {
    const limit = before(now, olderThan, zone);
    const old = links(shares).filter((link) => link.isFolder && wasMadeBefore(link, limit));
    const watched = new Set(old.map(({ path }) => path));
    const filled = new Set<TreePath>();
    return {
      // The server's own sum also counts mounts below, of which no entry is seen.
      see({ isFolder, path, size }) {
        if (isFolder && size > 0 && watched.has(path)) filled.add(path);
      },
      conclude(tree) {
        const isEmpty = emptinessIn(tree);
        return old
          .filter((link) => isInTree(tree, link) && !filled.has(link.path) && isEmpty(link.path))
          .map((link) => onLink(link, { createdAt: isoOrNull(link.createdAt), isFolder: true }));
      },
    };
  },
});

function emptinessIn({ folders, unreadable }: Tree): (path: TreePath) => boolean {
  const unread = pathIndex(unreadable, (path) => path);
  const isLost = (path: TreePath) =>
    unreadable.length > 0 && (unread.holds(path) || unread.onOrAbove(path).length > 0);
  return (path) => folders.get(path)?.files === 0 && !isLost(path);
}
