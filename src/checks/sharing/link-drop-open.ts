import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { lacksPassword } from '../../model/share.ts';
import { isoOrNull } from '../../model/time.ts';
import { isFileDrop, links, onLink } from './links.ts';

/** File drops that anybody may use. */
export const linkDropOpen = defineMemberCheck({
  id: 'link-drop-open',
  area: 'sharing',
  severity: 'medium',
  audience: 'member',
  traits: { action: 'password', describesAccess: true, asksAdmin: true },
  scope: 'member',
  needs: ['shares'],
  readsOfShares: ['password'],
  options: z.object({}),
  optionHelp: {},
  problem: 'A file drop (create without read) without password.',
  example: { createdAt: '2025-09-12T08:30:00.000Z', isFolder: true },
  judge({ shares }) {
    return links(shares)
      .filter((link) => lacksPassword(link) && isFileDrop(link))
      .map((link) => onLink(link, { createdAt: isoOrNull(link.createdAt), isFolder: link.isFolder }));
  },
});
