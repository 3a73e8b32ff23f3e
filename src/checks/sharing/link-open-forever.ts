import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { hasEnd, lacksPassword } from '../../model/share.ts';
import { isoOrNull } from '../../model/time.ts';
import { links, onLink } from './links.ts';

/** Public links that nothing protects and nothing ends. */
export const linkOpenForever = defineMemberCheck({
  id: 'link-open-forever',
  area: 'sharing',
  severity: 'high',
  audience: 'member',
  traits: { action: 'protect' },
  scope: 'member',
  readsOfShares: ['password', 'expires'],
  needs: ['shares'],
  options: z.object({}),
  optionHelp: {},
  problem: 'A public link without password and without expiry.',
  example: { createdAt: '2025-09-12T08:30:00.000Z', isFolder: true },
  judge({ shares }) {
    return links(shares)
      .filter((link) => lacksPassword(link) && !hasEnd(link))
      .map((link) => onLink(link, { createdAt: isoOrNull(link.createdAt), isFolder: link.isFolder }));
  },
});
