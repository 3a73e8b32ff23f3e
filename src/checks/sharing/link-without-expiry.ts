import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { hasEnd } from '../../model/share.ts';
import { isoOrNull } from '../../model/time.ts';
import { links, onLink } from './links.ts';

/** Public links with a password but no end. */
export const linkWithoutExpiry = defineMemberCheck({
  id: 'link-without-expiry',
  area: 'sharing',
  severity: 'medium',
  audience: 'member',
  traits: { action: 'end' },
  scope: 'member',
  needs: ['shares'],
  readsOfShares: ['password'],
  options: z.object({}),
  optionHelp: {},
  problem: 'A public link with password, without expiry.',
  example: { createdAt: '2025-09-12T08:30:00.000Z', isFolder: true },
  judge({ shares }) {
    return links(shares)
      .filter((link) => link.hasPassword && !hasEnd(link))
      .map((link) => onLink(link, { createdAt: isoOrNull(link.createdAt), isFolder: link.isFolder }));
  },
});
