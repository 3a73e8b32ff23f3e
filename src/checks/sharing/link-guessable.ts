import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { links, onLink } from './links.ts';

/** Public links whose address is short. */
export const linkGuessable = defineMemberCheck({
  id: 'link-guessable',
  area: 'sharing',
  severity: 'medium',
  audience: 'member',
  traits: { action: 'close' },
  scope: 'member',
  needs: ['shares'],
  readsOfShares: ['token'],
  options: z.object({ minLength: z.number().int().min(1).default(15) }),
  optionHelp: { minLength: 'characters that a token must have' },
  problem: 'The token of a public link is shorter than `minLength` characters. Only its length is kept.',
  example: { tokenLength: 8 },
  judge({ shares }, { minLength }) {
    return links(shares)
      .filter((link) => link.tokenLength !== null && link.tokenLength < minLength)
      .map((link) => onLink(link, { tokenLength: link.tokenLength }));
  },
});
