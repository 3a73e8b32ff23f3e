import type { Asked } from '../http/request.ts';
import type { Site } from '../world/site.ts';
import { sizesIn } from '../world/tree-sizes.ts';
import type { WorldMount, WorldUser } from '../world/world.ts';
import type { OcsResult } from './envelope.ts';
import { isAdmin } from './users.ts';

const UNLIMITED = -3;
/** The id of a circle, as the app names one among the groups. */
const CIRCLE = 'nRmY1Mm2WJeqZ8dCQfFpXBj3sDkLh0T';

/** The group folders of the cooperative, each once. */
export function groupFoldersOf({ world }: Site): readonly WorldMount[] {
  const mounts = world.users.flatMap((user) => user.mounts.filter(({ type }) => type === 'group'));
  return [...new Map(mounts.map((mount) => [mount.folder.fileId, mount])).values()];
}

/** `/index.php/apps/groupfolders/folders`, as the app answers: to an administrator all, by their numbers. */
export function groupFoldersResult(site: Site, caller: WorldUser, { fault }: Asked): OcsResult {
  if (!isAdmin(site.world, caller) || fault === 'empty-list') return { data: [] };
  const folders = groupFoldersOf(site).map(({ path, folder, groups, quota }, at) => {
    const permissions = Object.fromEntries((groups ?? [CIRCLE]).map((group) => [group, 31]));
    return {
      id: at + 1,
      mount_point: path.slice(1),
      quota: quota ?? UNLIMITED,
      acl: false,
      size: sizesIn(site, folder).of(folder),
      groups: permissions,
      group_details: Object.fromEntries(
        Object.keys(permissions).map((group) => [
          group,
          { displayName: group, permissions: 31, type: groups === undefined ? 'circle' : 'group' },
        ]),
      ),
      manage: [],
    };
  });
  return { data: Object.fromEntries(folders.map((folder) => [folder.id, folder])) };
}
