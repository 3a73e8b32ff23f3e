import { z } from 'zod';
import { isWithin } from '../model/path.ts';
import { may } from '../model/share.ts';
import { isoUtc } from '../model/time.ts';
import { defineMemberCheck } from './define.ts';
import { links, ofShare } from './links.ts';

/** Public folders into which files came after they were shared. */
export const linkLivingFolder = defineMemberCheck({
  id: 'link-living-folder',
  area: 'sharing',
  severity: 'medium',
  audience: 'member',
  scope: 'member',
  needs: ['shares', 'tree'],
  options: z.object({}),
  optionHelp: {},
  problem:
    'Files were added (uploaded, or modified where the upload is unknown) below a public folder after the link was made.',
  example: { files: 14, createdAt: '2025-09-12T08:30:00.000Z' },
  texts: {
    fr: {
      title: 'Dossiers ouverts qui grandissent',
      finding:
        '{files, plural, one {# fichier ajouté} other {# fichiers ajoutés}} depuis le partage : vérifiez qu’ils peuvent être vus.',
      remedy: 'Ouvrez le dossier et déplacez ce qui ne doit pas être vu.',
      why: 'Qui a partagé ce dossier ne pensait pas à ce qui y viendrait plus tard.',
    },
    en: {
      title: 'Open folders that grow',
      finding:
        '{files, plural, one {# file} other {# files}} added since it was shared: check that they may be seen.',
      remedy: 'Open the folder and move what must not be seen.',
      why: 'Whoever shared this folder did not think of what would come later.',
    },
  },
  watch({ shares }) {
    const folders = links(shares).filter((link) => link.isFolder && may(link, 'read'));
    const added = new Map(folders.map((link) => [link, 0]));
    return {
      see(entry) {
        if (entry.isFolder) return;
        const addedAt = entry.uploadedAt ?? entry.modifiedAt;
        for (const [link, count] of added) {
          if (addedAt > link.createdAt && isWithin(entry.path, link.path)) added.set(link, count + 1);
        }
      },
      conclude: () =>
        [...added]
          .filter(([, files]) => files > 0)
          .map(([link, files]) => ({
            subject: ofShare(link),
            actual: { files, createdAt: isoUtc(link.createdAt) },
          })),
    };
  },
});
