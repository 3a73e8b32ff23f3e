import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { lacksPassword, lastDayOf } from '../../model/share.ts';
import { isoOrNull } from '../../model/time.ts';
import { links, onLink } from './links.ts';

/** Public links with an end but no password. */
export const linkWithoutPassword = defineMemberCheck({
  id: 'link-without-password',
  area: 'sharing',
  severity: 'medium',
  audience: 'member',
  traits: { action: 'password' },
  scope: 'member',
  readsOfShares: ['password', 'expires'],
  needs: ['shares'],
  options: z.object({}),
  optionHelp: {},
  problem: 'A public link without password, with expiry.',
  example: { createdAt: '2026-10-12T08:30:00.000Z', expiresOn: '2026-12-31', isFolder: false },
  judge({ shares }) {
    return links(shares)
      .filter((link) => lacksPassword(link) && link.expires !== null)
      .map((link) => {
        const { createdAt, isFolder } = link;
        return onLink(link, { createdAt: isoOrNull(createdAt), expiresOn: lastDayOf(link), isFolder });
      });
  },
});
