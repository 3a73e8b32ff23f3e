import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { groupId } from '../../model/ids.ts';
import { may } from '../../model/share.ts';
import { ofShare } from './links.ts';

const WIDE = ['update', 'create', 'delete', 'share'] as const;

/** Large groups that may change or re-share. */
export const groupShareWide = defineMemberCheck({
  id: 'group-share-wide',
  area: 'sharing',
  severity: 'medium',
  audience: 'member',
  traits: { action: 'readOnly' },
  scope: 'member',
  needs: ['shares', 'groups'],
  options: z.object({ minMembers: z.number().int().min(1).default(20) }),
  optionHelp: { minMembers: 'from how many members a group is wide' },
  problem:
    'Rights to edit (update, create, delete) or to reshare are given to a group of `minMembers` members or more.',
  example: { group: 'CAPE', members: 96 },
  judge({ shares, groups }, { minMembers }) {
    return shares.flatMap((share): Draft[] => {
      if (share.type !== 'group' || share.recipient === null || !WIDE.some((right) => may(share, right)))
        return [];
      const members = groups.get(groupId(share.recipient))?.size ?? 0;
      if (members < minMembers) return [];
      return [{ subject: ofShare(share), actual: { group: share.recipient, members } }];
    });
  },
});
