import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { isoOrNull } from '../../model/time.ts';
import { links, onLink } from './links.ts';

/** Public links on a member’s things that somebody else made. */
export const linkBySomeoneElse = defineMemberCheck({
  id: 'link-by-someone-else',
  area: 'sharing',
  severity: 'medium',
  audience: 'member',
  traits: { action: 'review', personFact: 'maker' },
  scope: 'member',
  needs: ['shares'],
  options: z.object({}),
  optionHelp: {},
  problem: 'A public link on the member’s file was made by somebody else.',
  example: { maker: 'bruno', createdAt: '2026-05-02T07:00:00.000Z' },
  judge({ shares }) {
    return links(shares)
      .filter((link) => link.sharedBy !== link.owner)
      .map((link) => onLink(link, { maker: link.sharedBy, createdAt: isoOrNull(link.createdAt) }));
  },
});
