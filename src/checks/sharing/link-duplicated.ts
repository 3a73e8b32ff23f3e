import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { byNumber } from '../../model/ids.ts';
import { groupedBy } from '../../model/lists/grouped.ts';
import type { Share } from '../../model/share.ts';
import type { UtcMs } from '../../model/units.ts';
import { links, onLink } from './links.ts';

/** Items with several public links of different protection. */
export const linkDuplicated = defineMemberCheck({
  id: 'link-duplicated',
  area: 'sharing',
  severity: 'low',
  audience: 'member',
  traits: { action: 'close' },
  scope: 'member',
  needs: ['shares'],
  readsOfShares: ['password'],
  options: z.object({}),
  optionHelp: {},
  problem:
    'Several public links on one item differ in password or expiry. One finding per item; its subject is the link that was made first.',
  example: { links: 2 },
  judge({ shares }) {
    return [...groupedBy(links(shares), ({ fileId }) => fileId).values()].flatMap((same): Draft[] => {
      const protections = new Set(
        same
          .filter(({ unread }) => !unread.includes('password'))
          .map(
            ({ hasPassword, expires, unread }) => `${hasPassword} ${expires} ${unread.includes('expires')}`,
          ),
      );
      const [first] = [...same].sort(byAge);
      if (first === undefined || protections.size < 2) return [];
      return [onLink(first, { links: same.length })];
    });
  },
});

/** Oldest first, unknown days last; ids, decimal texts, grow with time where two were made in the same second. */
function byAge(a: Share, b: Share): number {
  return dayOf(a) - dayOf(b) || byNumber(a.id, b.id);
}

function dayOf({ createdAt }: Share): UtcMs {
  return createdAt ?? Number.MAX_SAFE_INTEGER;
}
