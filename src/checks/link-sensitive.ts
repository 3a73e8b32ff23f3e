import { z } from 'zod';
import { isWithin, nameOf } from '../model/path.ts';
import { isPublicLink, may } from '../model/share.ts';
import type { Draft } from './check.ts';
import { defineMemberCheck } from './define.ts';
import { ofShare } from './links.ts';
import { sensitivity, TYPES, WORDS } from './sensitive-names.ts';

/** Public and mail shares of what seems confidential. */
export const linkSensitive = defineMemberCheck({
  id: 'link-sensitive',
  area: 'sharing',
  severity: 'high',
  audience: 'member',
  scope: 'member',
  needs: ['shares', 'tree'],
  options: z.object({
    words: z.array(z.string().trim().min(1)).default(WORDS),
    types: z.array(z.string().trim().min(1)).default(TYPES),
  }),
  optionHelp: { words: 'sensitive words', types: 'sensitive endings' },
  problem:
    'A public or mail share is on an item with a sensitive name or type, or on a folder with one below it. Case and accents do not count, `_ - .` count as spaces; words in capitals (RIB, IBAN, CNI) match as whole words, the others anywhere; plurals count too.',
  example: { items: 2 },
  texts: {
    fr: {
      title: 'Documents confidentiels ouverts',
      finding:
        '{items, plural, one {Ce qui est ouvert semble contenir un document confidentiel} other {Ce qui est ouvert semble contenir # documents confidentiels}}.',
      remedy: 'Partagez-le avec des personnes nommées, et fermez le lien.',
      why: 'Paie, pièces d’identité, coordonnées bancaires : un lien suffit à les perdre.',
    },
    en: {
      title: 'Confidential documents open',
      finding:
        '{items, plural, one {What is open seems to hold a confidential document} other {What is open seems to hold # confidential documents}}.',
      remedy: 'Share it with named people, and close the link.',
      why: 'Pay slips, identity papers, bank details: one link is enough to lose them.',
    },
  },
  watch({ shares }, { words, types }) {
    const isSensitive = sensitivity(words, types);
    const open = shares.filter(
      (share) => (isPublicLink(share) || share.type === 'mail') && may(share, 'read'),
    );
    const items = new Map(open.map((share) => [share, isSensitive(nameOf(share.path)) ? 1 : 0]));
    const folders = open.filter(({ isFolder }) => isFolder);
    return {
      see(entry) {
        if (folders.length === 0) return;
        const reaching = folders.filter(({ path }) => path !== entry.path && isWithin(entry.path, path));
        if (reaching.length === 0 || !isSensitive(nameOf(entry.path))) return;
        for (const share of reaching) items.set(share, (items.get(share) ?? 0) + 1);
      },
      conclude: () =>
        [...items].flatMap(([share, count]): Draft[] =>
          count === 0 ? [] : [{ subject: ofShare(share), actual: { items: count } }],
        ),
    };
  },
});
