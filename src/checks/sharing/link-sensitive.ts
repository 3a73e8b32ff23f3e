import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { nameOf } from '../../model/path/path.ts';
import { isPublicLink, may, type Share } from '../../model/share.ts';
import { isInTree, ofShare, sharesAbove } from './links.ts';
import { SensitiveOptions, sensitivity } from './sensitive-names.ts';

/** Public and mail shares of what seems confidential. */
export const linkSensitive = defineMemberCheck({
  id: 'link-sensitive',
  area: 'sharing',
  severity: 'high',
  audience: 'member',
  traits: { action: 'close', confidential: true, asksAdmin: true },
  scope: 'member',
  needs: ['shares', 'tree'],
  readsOfShares: ['path', 'contents'],
  options: SensitiveOptions,
  optionHelp: {
    words: 'sensitive words instead of these; in capitals: only as a whole word',
    types: 'sensitive endings instead of these, each with its dot',
  },
  problem:
    'A public or mail share, through which one can read, is on an item with a sensitive name or type, or on a folder with one below it. Case and accents do not count, `_ - .` count as spaces; words in capitals (RIB, IBAN, CNI) match as whole words, the others anywhere; plurals count too.',
  example: { items: 2, isFolder: true },
  watch({ shares }, { words, types }) {
    const isSensitive = sensitivity(words, types);
    const open = shares.filter((share) => isSeenOutside(share));
    const openAbove = sharesAbove(open);
    const below = new Map<Share, number>();
    return {
      see({ path }) {
        const above = openAbove(path);
        if (above.length === 0 || !isSensitive(nameOf(path))) return;
        for (const share of above) below.set(share, (below.get(share) ?? 0) + 1);
      },
      conclude: (tree) =>
        open.flatMap((share): Draft[] => {
          const itself = share.pathKnown && isSensitive(nameOf(share.path)) ? 1 : 0;
          const items = itself + (isInTree(tree, share) ? (below.get(share) ?? 0) : 0);
          if (items === 0) return [];
          const actual = { items, isFolder: share.isFolder };
          return [{ subject: ofShare(share), actual, shareType: share.type }];
        }),
    };
  },
});

/** A file drop shows nothing of what is in it. A kind of share never seen before counts as open until known. */
function isSeenOutside(share: Share): boolean {
  return (isPublicLink(share) || share.type === 'mail' || share.type === 'other') && may(share, 'read');
}
