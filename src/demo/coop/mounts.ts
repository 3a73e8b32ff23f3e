import { emptyFolder, fileAt } from '../nextcloud/world/tree.ts';
import type { WorldFolder } from '../nextcloud/world/world.ts';
import { DAY, GB, MB, wholeSecond } from './relative-dates.ts';
import type { WorldBuilder } from './world-builder.ts';

const COLLECTIVE = ['coordinator', 'designer', 'curator', 'trainer'];

/** Who sees the collective folder. */
export const COLLECTIVE_GROUP = 'collectif';

/** One collective folder that a group of four sees, one external storage that answers, one that does not. */
export function layMounts(builder: WorldBuilder): void {
  const collective = mountOf(builder, 'Collectif', [
    ['Statuts/statuts 2024.pdf', 2 * MB],
    ['Aiguillage.md', 9000],
    ['Vidéos/présentation.mp4', 700 * MB],
  ]);
  for (const key of COLLECTIVE) {
    const user = builder.roles.get(key);
    user?.groups.push(COLLECTIVE_GROUP);
    user?.mounts.push({
      path: '/Collectif',
      type: 'group',
      folder: collective,
      groups: [COLLECTIVE_GROUP],
      quota: 5 * GB,
    });
  }
  const storage = mountOf(builder, 'NAS de l’atelier', [
    ['sauvegarde.tar', 900 * MB],
    ['plans/abri.dwg', 30 * MB],
  ]);
  builder.roles
    .get('designer')
    ?.mounts.push({ path: '/NAS de l’atelier', type: 'external', folder: storage });
  builder.roles.get('curator')?.mounts.push({
    path: '/Ancien NAS',
    type: 'external',
    folder: mountOf(builder, 'Ancien NAS', []),
    unavailable: true,
  });
}

/** Two years old, so that it would be found if it were taken for the member's own. */
function mountOf(
  builder: WorldBuilder,
  name: string,
  files: readonly (readonly [string, number])[],
): WorldFolder {
  const at = wholeSecond(builder.times.now - 800 * DAY);
  const folder = emptyFolder(builder.registry, name, at);
  for (const [path, size] of files) {
    fileAt(builder.registry, folder, `/${path}`, { size, modifiedAt: at, uploadedAt: at });
  }
  return folder;
}
