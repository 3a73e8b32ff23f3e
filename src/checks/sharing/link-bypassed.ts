import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { lacksPassword, may, type Share } from '../../model/share.ts';
import { isFileDrop, links, onLink, sharesAbove } from './links.ts';

/** Protected links below a folder that another link opens. */
export const linkBypassed = defineMemberCheck({
  id: 'link-bypassed',
  area: 'sharing',
  severity: 'high',
  audience: 'member',
  traits: { action: 'review' },
  scope: 'member',
  needs: ['shares'],
  readsOfShares: ['password', 'path'],
  options: z.object({}),
  optionHelp: {},
  problem:
    'A public link with password lies under a folder that another public link opens without password: what the one lets read can be read through the other. A file drop shows nothing, so its password is bypassed only where files can be put through the other as well.',
  example: { openPath: '/Clients' },
  judge({ shares }) {
    const open = links(shares).filter((link) => lacksPassword(link) && may(link, 'read'));
    const openAbove = sharesAbove(open);
    return links(shares)
      .filter(({ hasPassword, pathKnown }) => hasPassword && pathKnown)
      .flatMap((link): Draft[] => {
        if (link.path === '/') return [];
        const nearest = openAbove(link.path).find((above) => givesAsMuch(above, link));
        return nearest === undefined ? [] : [onLink(link, { openPath: nearest.path })];
      });
  },
});

/** Through the folder above one can do what the password guards: read, or put files into a drop. */
function givesAsMuch(above: Share, link: Share): boolean {
  return !isFileDrop(link) || may(above, 'create');
}
