import { RequestError } from '../../model/errors.ts';
import type { GroupId, MemberId } from '../../model/ids.ts';
import type { Member } from '../../model/member.ts';
import { parentOf, type TreePath } from '../../model/path/path.ts';
import { reasonOf } from '../../model/reasons/errors.ts';
import type { Reason } from '../../model/reasons/reason.ts';
import type { Login } from '../../model/secret.ts';
import { listGroupMounts, type MountSeen } from '../../nextcloud/dav/mounts.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import type { GroupFolder } from '../../nextcloud/ocs/group-folders.ts';
import type { SpaceLook } from '../../store/space-store.ts';
import type { RootSeen } from '../members/unsettled-member.ts';

/** A member through whose eyes group folders can be looked for. */
export interface Visitor {
  readonly member: Member;
  readonly root: RootSeen;
  readonly login: Login;
}

/** Gives the session of a visitor: the same while it is in use. */
export type SessionOf = (visitor: Visitor) => Session;

/** What is known before anybody looks. */
export interface KnownSpaces {
  /** As their app lists them; null where it does not tell. */
  readonly listed: readonly GroupFolder[] | null;
  /** Whether there may be others, whose records could not be read. */
  readonly mayBeMore: boolean;
  /** Every group that the server knows. */
  readonly groups: ReadonlyMap<GroupId, ReadonlySet<MemberId>>;
  readonly earlier: ReadonlyMap<MemberId, SpaceLook>;
  readonly major: number;
  /** Ask again, also what an earlier look answers. */
  readonly full: boolean;
  readonly sessionOf: SessionOf;
}

/**
 * The group folders in one member's tree. As an earlier look saw them where the root is as it was then (its etag is
 * made of those of all mounts) or where the app still gives the member the same ones; else by listing the folders in
 * which they stand.
 * @returns why it could not be seen, where the server did not tell.
 * @throws {RequestError} 'maintenance' alone: then the whole run is worth nothing.
 */
export async function lookForSpaces(
  visitor: Visitor,
  spaces: KnownSpaces,
): Promise<SpaceLook | { readonly missing: Reason }> {
  const { member, root } = visitor;
  const earlier = spaces.full ? undefined : spaces.earlier.get(member.id);
  if (earlier?.rootEtag === root.etag) return earlier;
  const expected = expectedPaths(member, spaces);
  if (earlier !== undefined && expected !== null && isSame(expected, earlier.mounts)) {
    return { ...earlier, rootEtag: root.etag };
  }
  const mounts = new Map<TreePath, MountSeen>();
  // What an earlier look saw is looked for by itself, for the app's list may have come short.
  const seenBefore = spaces.earlier.get(member.id)?.mounts.map(({ path }) => path) ?? [];
  const known = new Set([...(spaces.listed?.map(({ path }) => path) ?? []), ...seenBefore]);
  try {
    const folders = new Set([...placesToLook(expected, root, spaces), ...seenBefore.map(parentOf)]);
    for (const folder of folders) {
      const seen = await listGroupMounts(spaces.sessionOf(visitor), member.id, folder, {
        major: spaces.major,
        known,
      });
      for (const mount of seen) mounts.set(mount.path, mount);
    }
  } catch (error) {
    if (!(error instanceof RequestError) || error.failure === 'maintenance') throw error;
    return { missing: reasonOf(error) };
  }
  return { member: member.id, rootEtag: root.etag, mounts: [...mounts.values()] };
}

/** Where the app says that this member's group folders stand; null where it does not tell, or names circles. */
function expectedPaths(
  member: Member,
  { listed, mayBeMore, groups }: KnownSpaces,
): readonly TreePath[] | null {
  // The keys of the map are group ids, and these may be ids of anything.
  const known: ReadonlySet<string> = new Set(groups.keys());
  const isKnown = (folder: GroupFolder) => folder.groups?.every(({ id }) => known.has(id)) === true;
  if (listed === null || mayBeMore || !listed.every(isKnown)) return null;
  const own: ReadonlySet<string> = new Set(member.groups);
  return listed.filter((folder) => folder.groups?.some(({ id }) => own.has(id))).map(({ path }) => path);
}

function isSame(paths: readonly TreePath[], mounts: SpaceLook['mounts']): boolean {
  const seen = new Set(mounts.map(({ path }) => path));
  return seen.size === paths.length && paths.every((path) => seen.has(path));
}

/** Where nothing is listed, only whose sums say that something foreign lies in the tree is asked, and at the root. */
function placesToLook(
  expected: readonly TreePath[] | null,
  { mayHoldMounts }: RootSeen,
  { listed, mayBeMore }: KnownSpaces,
): ReadonlySet<TreePath> {
  if (expected !== null) return new Set(expected.map(parentOf));
  if (!mayHoldMounts) return new Set();
  const parents = listed?.map(({ path }) => parentOf(path)) ?? ['/'];
  return new Set(mayBeMore ? ['/', ...parents] : parents);
}
