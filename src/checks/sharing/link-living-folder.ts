import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { type Entry, isImpossible } from '../../model/entry.ts';
import { may, type Share } from '../../model/share.ts';
import { isoOrNull } from '../../model/time.ts';
import type { Bytes, Duration, UtcMs } from '../../model/units.ts';
import { isInTree, links, onLink, sharesAbove } from './links.ts';

/** Of smaller files, and of younger ones, the modification stands for the upload. */
const LARGE_FILE: Bytes = 5 * 1024 ** 2;
const A_MONTH: Duration = { amount: 1, unit: 'months' };

/** Public folders into which files came after they were shared. */
export const linkLivingFolder = defineMemberCheck({
  id: 'link-living-folder',
  area: 'sharing',
  severity: 'medium',
  audience: 'member',
  traits: { action: 'review', thanks: 'closed' },
  scope: 'member',
  needs: ['shares', 'tree'],
  readsOfShares: ['createdAt', 'contents'],
  evidenceBounds: () => ({ uploadTimes: { in: 'linked-folder', from: LARGE_FILE, olderThan: A_MONTH } }),
  options: z.object({}),
  optionHelp: {},
  problem:
    'Files were added (uploaded, or modified where the upload is unknown) below a folder after a public link was made through which it can be read. An impossible date says nothing of when a file was added.',
  example: { files: 14, createdAt: '2025-09-12T08:30:00.000Z' },
  watch({ shares }, _options, { now }) {
    const folders = links(shares).filter((link) => link.isFolder && may(link, 'read'));
    const openAbove = sharesAbove(folders);
    const added = new Map<Share, number>();
    const undated = new Set<Share>();
    return {
      see(entry) {
        if (entry.isFolder) return;
        const above = openAbove(entry.path);
        if (above.length === 0) return;
        const addedAt = whenAdded(entry, now);
        if (addedAt === null) for (const link of above) undated.add(link);
        if (addedAt === null) return;
        for (const link of above) {
          if (link.createdAt !== null && addedAt > link.createdAt)
            added.set(link, (added.get(link) ?? 0) + 1);
        }
      },
      conclude: (tree) =>
        folders.flatMap((link): Draft[] => {
          const files = isInTree(tree, link) ? (added.get(link) ?? 0) : 0;
          if (files === 0) return [];
          return [onLink(link, { files, createdAt: isoOrNull(link.createdAt) })];
        }),
      undecided: () => [...undated].filter((link) => !added.has(link)).map(({ id }) => id),
    };
  },
});

function whenAdded(entry: Entry, now: UtcMs): UtcMs | null {
  if (entry.uploadedAt !== null) return entry.uploadedAt;
  return isImpossible(entry, now) ? null : entry.modifiedAt;
}
