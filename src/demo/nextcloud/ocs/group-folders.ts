import type { Asked } from '../http/request.ts';
import type { Site } from '../world/site.ts';
import { sizesIn } from '../world/tree-sizes.ts';
import type { WorldMount, WorldUser } from '../world/world.ts';
import type { OcsResult } from './envelope.ts';
import { isAdmin } from './users.ts';

const UNLIMITED = -3;
const ALL_RIGHTS = 31;
/** The id of a circle, as the app names one among the groups. */
const CIRCLE = 'nRmY1Mm2WJeqZ8dCQfFpXBj3sDkLh0T';

/** The group folders of the cooperative, each once, as who has it first has it. */
export function groupFoldersOf({ world }: Site): readonly WorldMount[] {
  const folders = new Map<string, WorldMount>();
  for (const mount of world.users.flatMap(({ mounts }) => mounts)) {
    const { fileId } = mount.folder;
    if (mount.type === 'group' && !folders.has(fileId)) folders.set(fileId, mount);
  }
  return [...folders.values()];
}

/** `/index.php/apps/groupfolders/folders`, as the app answers: to an administrator all, by their numbers. */
export function groupFoldersResult(site: Site, caller: WorldUser, { fault }: Asked): OcsResult {
  if (!isAdmin(site.world, caller) || fault === 'empty-list') return { data: [] };
  const folders = groupFoldersOf(site).map(({ path, folder, groups, quota, ...rules }, at) => {
    const permissions = Object.fromEntries(
      (groups ?? [CIRCLE]).map((group) => [group, rules.groupRights?.get(group) ?? ALL_RIGHTS]),
    );
    return {
      id: at + 1,
      mount_point: path.slice(1),
      quota: quota ?? UNLIMITED,
      acl: rules.acl ?? false,
      size: sizesIn(site, folder).of(folder),
      groups: permissions,
      group_details: Object.fromEntries(
        Object.keys(permissions).map((group) => [
          group,
          {
            displayName: group,
            permissions: permissions[group],
            type: groups === undefined ? 'circle' : 'group',
          },
        ]),
      ),
      manage: [],
    };
  });
  return { data: Object.fromEntries(folders.map((folder) => [folder.id, folder])) };
}
