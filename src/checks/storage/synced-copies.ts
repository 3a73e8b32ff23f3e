import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { type GroupId, groupId, type MemberId, memberId } from '../../model/ids.ts';
import { groupedBy } from '../../model/lists/grouped.ts';
import type { Share, ShareType } from '../../model/share.ts';
import { Size } from '../../model/units.ts';
import { isInTree } from '../sharing/links.ts';
import { eachFolderOnce } from '../sharing/shared-folders.ts';

/** Who gets these may synchronise them. */
const SYNCED: readonly ShareType[] = ['user', 'group', 'federated'];

/** Shared folders whose copies on all computers add up. */
export const syncedCopies = defineMemberCheck({
  id: 'synced-copies',
  area: 'storage',
  severity: 'info',
  audience: 'member',
  scope: 'member',
  needs: ['shares', 'tree', 'groups'],
  options: z.object({ minSize: Size.prefault('200 MB'), maxTotal: Size.prefault('2 GB') }),
  optionHelp: { minSize: 'folders of at least this size', maxTotal: 'what all copies may take together' },
  problem:
    'A shared folder of `minSize` or more whose copies (the cloud, the owner, each recipient; a group counts its members) take more than `maxTotal` together.',
  example: { totalBytes: 314572800, copies: 12, copiesBytes: 3774873600 },
  judge({ shares, tree, groups }, { minSize, maxTotal }, { member }) {
    const synced = shares.filter((share) => isInTree(tree, share) && SYNCED.includes(share.type));
    const byFolder = groupedBy(synced, ({ fileId }) => fileId);
    return eachFolderOnce(synced).flatMap(({ fileId, path }): Draft[] => {
      const totalBytes = tree.folders.get(path)?.bytes ?? 0;
      if (totalBytes < minSize) return [];
      const people = recipientsOf(byFolder.get(fileId) ?? [], groups);
      people.here.delete(member.id);
      const copies = 2 + people.here.size + people.elsewhere.size;
      if (copies * totalBytes <= maxTotal) return [];
      const actual = { totalBytes, copies, copiesBytes: copies * totalBytes };
      return [{ subject: { kind: 'folder', id: fileId, path }, actual }];
    });
  },
});

/** Each person once, whether reached by name or through a group. */
function recipientsOf(
  shares: readonly Share[],
  groups: ReadonlyMap<GroupId, ReadonlySet<MemberId>>,
): { readonly here: Set<MemberId>; readonly elsewhere: Set<string> } {
  const here = new Set<MemberId>();
  const elsewhere = new Set<string>();
  for (const { type, recipient } of shares) {
    if (recipient === null) continue;
    if (type === 'federated') elsewhere.add(recipient);
    else if (type === 'user') here.add(memberId(recipient));
    else for (const member of groups.get(groupId(recipient)) ?? []) here.add(member);
  }
  return { here, elsewhere };
}
