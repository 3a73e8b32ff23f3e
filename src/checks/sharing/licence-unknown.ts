import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { nameOf } from '../../model/path/path.ts';
import { isRegistered } from '../../model/register/standing.ts';
import { lacksPassword, may, type Share } from '../../model/share.ts';
import { isInTree, isWithoutPurpose, links, onLink, sharesAbove } from './links.ts';
import { Ending } from './sensitive-names.ts';

/** Pictures are no part of it: most are their owner's own. */
const PUBLISHED: string[] = [
  ...['.mp3', '.m4a', '.aac', '.ogg', '.opus', '.flac', '.wav', '.aif', '.aiff', '.wma'],
  ...['.mp4', '.m4v', '.mkv', '.mov', '.avi', '.webm', '.mpg', '.mpeg', '.wmv'],
  ...['.epub', '.mobi', '.azw', '.azw3', '.fb2', '.cbz', '.cbr', '.djvu'],
  ...['.ttf', '.otf', '.ttc', '.woff', '.woff2'],
];

/** Media, e-books and fonts open to anyone, where nothing says by what right. */
export const licenceUnknown = defineMemberCheck({
  id: 'licence-unknown',
  area: 'sharing',
  severity: 'info',
  audience: 'member',
  offByDefault: true,
  traits: { action: 'review' },
  scope: 'member',
  needs: ['shares', 'tree', 'registered'],
  readsOfShares: ['password', 'token', 'path', 'contents'],
  options: z.object({ types: z.array(Ending).default(PUBLISHED) }),
  optionHelp: { types: 'endings of what is published instead of these, each with its dot' },
  problem:
    'A public link without password, through which one can read, is on a file of one of the `types` or on a folder with one below it; it has no label and no note that would say a purpose or a licence, and no accepted entry of the register is of it. A register that could not be read leaves the check not run.',
  example: { files: 12, isFolder: true },
  blocked: (_options, { registerLack }) => (registerLack?.key === 'register.unread' ? registerLack : null),
  watch({ shares, registered }, { types }, { registerLack }) {
    const isPublished = endsWithOneOf(types);
    const hasEntry = (link: Share) => registerLack === null && isRegistered(link, registered) !== false;
    const open = links(shares).filter(
      (link) => lacksPassword(link) && may(link, 'read') && isWithoutPurpose(link) && !hasEntry(link),
    );
    const openAbove = sharesAbove(open);
    const below = new Map<Share, number>();
    return {
      see({ path, isFolder }) {
        if (isFolder || !isPublished(nameOf(path))) return;
        for (const link of openAbove(path)) below.set(link, (below.get(link) ?? 0) + 1);
      },
      conclude: (tree) =>
        open.flatMap((link): Draft[] => {
          const itself = !link.isFolder && link.pathKnown && isPublished(nameOf(link.path)) ? 1 : 0;
          const files = itself + (isInTree(tree, link) ? (below.get(link) ?? 0) : 0);
          return files === 0 ? [] : [onLink(link, { files, isFolder: link.isFolder })];
        }),
    };
  },
});

function endsWithOneOf(types: readonly string[]): (name: string) => boolean {
  const endings = types.map((type) => type.toLowerCase());
  return (name) => endings.some((ending) => name.toLowerCase().endsWith(ending));
}
