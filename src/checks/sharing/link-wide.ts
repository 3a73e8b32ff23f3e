import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { parentOf } from '../../model/path/path.ts';
import { type Bytes, Percent } from '../../model/units.ts';
import { isInTree, links, onLink } from './links.ts';

/** Public links that open much more than one thing. */
export const linkWide = defineMemberCheck({
  id: 'link-wide',
  area: 'sharing',
  severity: 'high',
  audience: 'member',
  traits: { action: 'review' },
  scope: 'member',
  needs: ['shares', 'tree'],
  readsOfShares: ['contents'],
  options: z.object({ maxFiles: z.number().int().min(0).default(200), maxShare: Percent.prefault('25 %') }),
  optionHelp: {
    maxFiles: 'files that a top-level folder may open',
    maxShare: 'part of the member’s bytes that a link may open',
  },
  problem:
    'A public link is on the root, on a top-level folder with more than `maxFiles` files, however deep, or on a folder with more than `maxShare` of the member’s bytes. A group folder and the folders directly in it count as top-level folders; what is in it is no part of the member’s bytes (`ofMemberPercent` is null).',
  example: { files: 412, totalBytes: 1073741824, ofMemberPercent: 61 },
  judge({ shares, tree }, { maxFiles, maxShare }, { member }) {
    const isOwn = tree.root === '/';
    const read = tree.folders.get('/')?.bytes ?? 0;
    // What was not read counts too: else every part of the rest would look larger than it is.
    const all = tree.unreadable.length === 0 ? read : Math.max(read, member.serverUsedBytes ?? 0);
    return links(shares).flatMap((link): Draft[] => {
      const below = isInTree(tree, link) ? tree.folders.get(link.path) : undefined;
      if (below === undefined) return [];
      const { files, bytes } = below;
      const isTopLevel = link.path === tree.root || parentOf(link.path) === tree.root;
      const ofMemberPercent = isOwn ? percentOf(bytes, all) : null;
      const isWide =
        link.path === '/' || (isTopLevel && files > maxFiles) || (ofMemberPercent ?? 0) > maxShare;
      if (!isWide) return [];
      return [onLink(link, { files, totalBytes: bytes, ofMemberPercent })];
    });
  },
});

function percentOf(bytes: Bytes, all: Bytes): number {
  return all > 0 ? (100 * bytes) / all : 0;
}
