import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { may } from '../../model/share.ts';
import { Percent } from '../../model/units.ts';
import { isInTree } from '../sharing/links.ts';
import { eachFolderOnce } from '../sharing/shared-folders.ts';

/** Folders of mine that others may write into and that take much of my quota. */
export const othersFillMyQuota = defineMemberCheck({
  id: 'others-fill-my-quota',
  area: 'storage',
  severity: 'info',
  audience: 'member',
  traits: { filledByOthers: true },
  scope: 'member',
  needs: ['shares', 'tree', 'quota'],
  options: z.object({ share: Percent.prefault('20 %') }),
  optionHelp: { share: 'part of the quota that such a folder may hold' },
  problem:
    'A folder that others, or anybody with a public link, may write into holds more than `share` of the quota.',
  example: { totalBytes: 536870912, quotaPercent: 25 },
  judge({ shares, tree, quota }, { share }) {
    // Nothing is a part of a quota of 0.
    if (quota.bytes === 0) return [];
    const writable = shares.filter(
      (one) => isInTree(tree, one) && (may(one, 'create') || may(one, 'update')),
    );
    return eachFolderOnce(writable).flatMap(({ fileId, path }): Draft[] => {
      const totalBytes = tree.folders.get(path)?.bytes ?? 0;
      if (100 * totalBytes <= share * quota.bytes) return [];
      const quotaPercent = (100 * totalBytes) / quota.bytes;
      return [{ subject: { kind: 'folder', id: fileId, path }, actual: { totalBytes, quotaPercent } }];
    });
  },
});
