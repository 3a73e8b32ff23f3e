import type { FileId } from '../../model/ids.ts';
import type { TreePath } from '../../model/path/path.ts';
import { because } from '../../model/reasons/reason.ts';
import type { ResultSpace } from '../../model/result.ts';
import type { UtcMs } from '../../model/units.ts';
import type { GroupFolderList } from '../../nextcloud/ocs/group-folders.ts';
import type { SpaceLook, StoredSpace } from '../../store/space-store.ts';
import { unreadSpace } from './unseen-spaces.ts';

const AWAY = because('space.away');
/** Minimum number of spaces whose loss is not believed at once, if they are half of all. */
const MANY = 3;

/** Spaces of earlier runs that no tree shows now. */
export interface LostSpaces {
  readonly rows: readonly ResultSpace[];
  /** What the store is to keep of them. */
  readonly kept: readonly StoredSpace[];
  /** Where they stood: of what lies there nothing is known. */
  readonly paths: readonly TreePath[];
}

/**
 * Absence from the app's list and from the trees proves nothing where the app itself may be away: it gives both. Gone is a
 * space that a list lacks which names others, unless many go at once; the rest stays until it was missed for long.
 * @param list null where the app did not tell.
 */
export function lostSpaces(
  stored: ReadonlyMap<FileId, StoredSpace>,
  seen: ReadonlySet<FileId>,
  list: GroupFolderList | null,
  earlier: ReadonlyMap<unknown, SpaceLook>,
  { now, missedBefore }: { readonly now: UtcMs; readonly missedBefore: UtcMs },
): LostSpaces {
  const lost = [...stored.values()].filter(({ id }) => !seen.has(id));
  const listed = new Set(list?.folders.map(({ path }) => path));
  const isListTrusted = listed.size > 0 && (lost.length < MANY || 2 * lost.length < stored.size);
  const still = lost.flatMap((space) => {
    const places = new Set([...placesOf(space.id, earlier), ...(space.path === null ? [] : [space.path])]);
    const [path] = places;
    const missedAt = space.missedAt ?? now;
    if (path === undefined || missedAt < missedBefore) return [];
    const isListed = [...places].some((place) => listed.has(place));
    return isListTrusted && !isListed ? [] : [{ space: { ...space, path, missedAt }, places, isListed }];
  });
  return {
    // What the app names is told of beside these.
    rows: still
      .filter(({ isListed }) => !isListed)
      .map(({ space }) => unreadSpace(space.id, space.path, 'failed', [AWAY])),
    kept: still.map(({ space }) => space),
    paths: still.flatMap(({ places }) => [...places]),
  };
}

function placesOf(id: FileId, earlier: ReadonlyMap<unknown, SpaceLook>): readonly TreePath[] {
  return [...earlier.values()].flatMap(({ mounts }) =>
    mounts.filter((mount) => mount.id === id).map(({ path }) => path),
  );
}
