import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { type Entry, isImpossible } from '../../model/entry.ts';
import { may, type Share } from '../../model/share.ts';
import { isoOrNull } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import { isInTree, links, onLink, sharesAbove } from './links.ts';

/** Public folders into which files came after they were shared. */
export const linkLivingFolder = defineMemberCheck({
  id: 'link-living-folder',
  area: 'sharing',
  severity: 'medium',
  audience: 'member',
  traits: { thanks: 'closed' },
  scope: 'member',
  needs: ['shares', 'tree'],
  readsOfShares: ['createdAt', 'contents'],
  options: z.object({}),
  optionHelp: {},
  problem:
    'Files were added (uploaded, or modified where the upload is unknown) below a folder after a public link was made through which it can be read. An impossible date says nothing of when a file was added.',
  example: { files: 14, createdAt: '2025-09-12T08:30:00.000Z' },
  texts: {
    fr: {
      title: 'Dossiers ouverts qui grandissent',
      finding:
        '{files, plural, one {# fichier ajouté depuis le partage : vérifiez qu’il peut être vu} other {# fichiers ajoutés depuis le partage : vérifiez qu’ils peuvent être vus}}.',
      remedy: 'Ouvrez le dossier et déplacez ce qui ne doit pas être vu.',
      why: 'Qui a partagé ce dossier ne pensait pas à ce qui y viendrait plus tard.',
    },
    en: {
      title: 'Open folders that grow',
      finding:
        '{files, plural, one {# file added since it was shared: check that it may be seen} other {# files added since it was shared: check that they may be seen}}.',
      remedy: 'Open the folder and move what must not be seen.',
      why: 'Whoever shared this folder did not think of what would come later.',
    },
  },
  watch({ shares }, _options, { now }) {
    const folders = links(shares).filter((link) => link.isFolder && may(link, 'read'));
    const openAbove = sharesAbove(folders);
    const added = new Map<Share, number>();
    return {
      see(entry) {
        if (entry.isFolder) return;
        const above = openAbove(entry.path);
        if (above.length === 0) return;
        const addedAt = whenAdded(entry, now);
        if (addedAt === null) return;
        for (const link of above) {
          if (link.createdAt !== null && addedAt > link.createdAt)
            added.set(link, (added.get(link) ?? 0) + 1);
        }
      },
      conclude: (tree) =>
        folders.flatMap((link): Draft[] => {
          const files = isInTree(tree, link) ? (added.get(link) ?? 0) : 0;
          if (files === 0) return [];
          return [onLink(link, { files, createdAt: isoOrNull(link.createdAt) })];
        }),
    };
  },
});

function whenAdded(entry: Entry, now: UtcMs): UtcMs | null {
  if (entry.uploadedAt !== null) return entry.uploadedAt;
  return isImpossible(entry, now) ? null : entry.modifiedAt;
}
