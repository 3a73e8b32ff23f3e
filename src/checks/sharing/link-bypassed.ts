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
  scope: 'member',
  needs: ['shares'],
  readsOfShares: ['password', 'path'],
  options: z.object({}),
  optionHelp: {},
  problem:
    'A public link with password lies under a folder that another public link opens without password: what the one lets read can be read through the other. A file drop shows nothing, so its password is bypassed only where files can be put through the other as well.',
  example: { openPath: '/Clients' },
  texts: {
    fr: {
      title: 'Mots de passe contournés',
      finding: 'Le mot de passe ne sert à rien : le dossier {openPath} est ouvert par un autre lien.',
      remedy: 'Protégez ou fermez le lien du dossier au-dessus.',
      why: 'La porte fermée ne protège rien quand la fenêtre du dossier parent est ouverte.',
    },
    en: {
      title: 'Bypassed passwords',
      finding: 'The password is of no use: the folder {openPath} is open through another link.',
      remedy: 'Protect or close the link on the folder above.',
      why: 'A locked door protects nothing when the window of the folder above is open.',
    },
  },
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
