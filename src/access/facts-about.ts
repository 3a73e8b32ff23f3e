import type { FileId, MemberId } from '../model/ids.ts';
import { groupedBy } from '../model/lists/grouped.ts';
import { parentOf } from '../model/path/path.ts';
import { locate, peopleOf } from './people.ts';
import type { AccessFacts, AccessShare } from './types.ts';

/** What is known of the things of these owners: a model of it costs a fraction of one of all shares. */
export function factsAbout(facts: AccessFacts, owners: ReadonlySet<MemberId>): AccessFacts {
  return { ...facts, shares: facts.shares.filter(({ owner }) => owners.has(owner)) };
}

/** Finds whose things must be looked at together; sees every share that is there. */
export interface RelatedOwners {
  see(share: AccessShare): void;
  /** These, whoever shares out of group folders, and whoever shares the same things. */
  with(owners: Iterable<MemberId>): ReadonlySet<MemberId>;
}

/** @param runs the facts of one run or two; their shares are not looked at. */
export function relatedOwners(runs: readonly AccessFacts[]): RelatedOwners {
  const isInSpace = runs.filter(({ spaces }) => spaces.length > 0).map(inSpaces);
  const inFolders = new Set<MemberId>();
  const ownerOf = new Map<FileId, MemberId>();
  const others = new Map<MemberId, Set<MemberId>>();
  const relate = (one: MemberId, other: MemberId) =>
    others.set(one, (others.get(one) ?? new Set<MemberId>()).add(other));
  return {
    see(share) {
      const { owner, fileId } = share;
      if (isInSpace.some((is) => is(share))) inFolders.add(owner);
      const first = ownerOf.get(fileId);
      if (first === undefined) ownerOf.set(fileId, owner);
      else if (first !== owner) {
        relate(first, owner);
        relate(owner, first);
      }
    },
    with(owners) {
      const related = new Set([...owners, ...inFolders]);
      // What is added while it goes on is gone through too.
      for (const owner of related) for (const other of others.get(owner) ?? []) related.add(other);
      return related;
    },
  };
}

function inSpaces(facts: AccessFacts): (share: AccessShare) => boolean {
  const people = peopleOf(facts);
  const roots = new Set(facts.spaces.map(({ id }) => id));
  return ({ owner, path, pathKnown, fileId }) =>
    roots.has(fileId) || (pathKnown && locate(people, owner, path).place.kind === 'space');
}

/** Who shares a folder and one that lies in it, as the paths say. */
export function ownersOfNestedFolders({ shares }: Pick<AccessFacts, 'shares'>): ReadonlySet<MemberId> {
  const folders = shares.filter(({ isFolder, pathKnown }) => isFolder && pathKnown);
  const owners = new Set<MemberId>();
  for (const [owner, own] of groupedBy(folders, (share) => share.owner)) {
    const paths = new Set(own.map(({ path }) => path));
    if (paths.size > 1 && own.some(({ path }) => isBelow(path, paths))) owners.add(owner);
  }
  return owners;
}

function isBelow(path: string, paths: ReadonlySet<string>): boolean {
  for (let at = path; at !== '/'; ) {
    at = parentOf(at);
    if (paths.has(at)) return true;
  }
  return false;
}
