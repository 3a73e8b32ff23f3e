import type { FileId, MemberId } from '../../model/ids.ts';
import type { TreePath } from '../../model/path/path.ts';
import type { PathIndex } from '../../model/path/path-index.ts';
import type { GroupFolder } from '../../nextcloud/ocs/group-folders.ts';
import type { SpaceLook, StoredSpace } from '../../store/space-store.ts';
import type { KnownSpaces, Visitor } from './find-spaces.ts';

/** A group folder that somebody saw. */
export interface FoundSpace {
  readonly id: FileId;
  /** Its mount point as the app lists it; else where it stands in the tree of the first who sees it. */
  readonly path: TreePath;
  /** Who sees it, in the order of the members, and where it stands in their trees. */
  readonly places: ReadonlyMap<MemberId, TreePath>;
  /** Those of them who were read in this run; first whoever made links that lead into it. */
  readonly visitors: readonly (Visitor & { readonly path: TreePath; readonly isAsStored: boolean })[];
  /** What its app says of it. */
  readonly listed: GroupFolder | null;
  /** As it was when it was last read whole; null to read it anew. */
  readonly stored: StoredSpace | null;
  /** Whether links lead into it: to judge them takes its entries, which are not stored. */
  readonly isLinked: boolean;
}

/** The spaces by their ids, in the order in which they were seen. */
export function foundSpaces(
  looks: readonly SpaceLook[],
  visitors: readonly Visitor[],
  { listed, earlier }: KnownSpaces,
  stored: ReadonlyMap<FileId, StoredSpace>,
  linked: ReadonlyMap<MemberId, PathIndex<TreePath>>,
): readonly FoundSpace[] {
  const places = new Map<FileId, { readonly look: SpaceLook; readonly path: TreePath }[]>();
  for (const look of looks) {
    for (const { id, path } of look.mounts) {
      const known = places.get(id);
      if (known === undefined) places.set(id, [{ look, path }]);
      else known.push({ look, path });
    }
  }
  const visitorOf = new Map(visitors.map((visitor) => [visitor.member.id, visitor]));
  return [...places].map(([id, seen]) => {
    const inApp = listedAt(new Set(seen.map((place) => place.path)), listed);
    const path = inApp?.path ?? seen[0]?.path ?? '/';
    const known = stored.get(id) ?? null;
    const eyes = seen.flatMap(({ look, path: at }) => {
      const visitor = visitorOf.get(look.member);
      if (visitor === undefined) return [];
      const isAsStored = known?.missedAt === null && earlier.get(look.member)?.rootEtag === visitor.root.etag;
      const isLinked = linked.get(look.member)?.holds(at) === true;
      return [{ ...visitor, path: at, isAsStored, isLinked }];
    });
    // A link opens what its maker may see, no less and no more.
    const makersFirst = [...eyes.filter((eye) => eye.isLinked), ...eyes.filter((eye) => !eye.isLinked)];
    // Etags of before a restored backup prove nothing.
    const holds = eyes.every(({ root }) => root.dataFingerprint === known?.dataFingerprint);
    return {
      id,
      path,
      places: new Map(seen.map(({ look, path: at }) => [look.member, at])),
      visitors: makersFirst,
      listed: inApp,
      stored: holds ? known : null,
      isLinked: eyes.some((eye) => eye.isLinked),
    };
  });
}

/** As the app names it where it stands in some tree; null where it does not, or two stand there for different people. */
function listedAt(places: ReadonlySet<TreePath>, listed: KnownSpaces['listed']): GroupFolder | null {
  const named = listed?.filter(({ path }) => places.has(path)) ?? [];
  return named.length === 1 ? (named[0] ?? null) : null;
}
