import type { GroupId, MemberId } from '../model/ids.ts';
import { isWithin, type TreePath } from '../model/path/path.ts';
import type { AccessFacts, AccessPerson, AccessSpace, AccessSubject, Thing } from './types.ts';

/** A group folder in somebody's tree. */
interface SpacePlace {
  readonly space: AccessSpace;
  readonly path: TreePath;
}

/** Who is in which group and has which group folder. */
export interface People {
  readonly of: ReadonlyMap<MemberId, AccessPerson>;
  readonly inGroup: ReadonlyMap<string, readonly AccessPerson[]>;
  /** The group folders of a person, by whatever way. */
  spacesOf(person: MemberId): readonly SpacePlace[];
  /** Everybody who has a group folder, and by which groups; by null where no group of it is theirs. */
  inSpace(space: AccessSpace): ReadonlyMap<MemberId, readonly (string | null)[]>;
  /** Whether the server lists it as a group; anything else that a group folder names is a circle. */
  isGroup(id: string): boolean;
}

export function peopleOf(facts: AccessFacts): People {
  const of = new Map(facts.people.map((person) => [person.id, person]));
  const inGroup = new Map<string, AccessPerson[]>();
  for (const { id } of facts.groups) inGroup.set(id, []);
  for (const person of facts.people) {
    for (const group of new Set(person.groups)) {
      const members = inGroup.get(group);
      if (members === undefined) inGroup.set(group, [person]);
      else members.push(person);
    }
  }
  const inSpace = new Map(facts.spaces.map((space) => [space, waysIntoSpace(space, inGroup)]));
  const places = new Map<MemberId, SpacePlace[]>();
  for (const [space, members] of inSpace) {
    for (const member of members.keys()) {
      const place = { space, path: space.places.get(member) ?? space.path };
      const known = places.get(member);
      if (known === undefined) places.set(member, [place]);
      else known.push(place);
    }
  }
  return {
    of,
    inGroup,
    spacesOf: (person) => places.get(person) ?? [],
    inSpace: (space) => inSpace.get(space) ?? new Map(),
    isGroup: (id) => inGroup.has(id),
  };
}

function waysIntoSpace(
  { groups, members }: AccessSpace,
  inGroup: ReadonlyMap<string, readonly AccessPerson[]>,
): ReadonlyMap<MemberId, readonly (string | null)[]> {
  const ways = new Map<MemberId, (string | null)[]>();
  for (const { id } of groups ?? []) {
    for (const person of inGroup.get(id) ?? []) {
      const known = ways.get(person.id);
      if (known === undefined) ways.set(person.id, [id]);
      else known.push(id);
    }
  }
  for (const member of members) if (!ways.has(member)) ways.set(member, [null]);
  return ways;
}

/** What a group folder names, as a subject. */
export function spaceSubject(people: People, id: string): AccessSubject {
  // Whoever is in it, the id is one that the server lists as a group.
  return people.isGroup(id) ? { kind: 'group', id: id as GroupId } : { kind: 'circle', id };
}

/** Where a path of a member's tree lies: a thing in a group folder is one thing, whoever sees it. */
export function locate(people: People, owner: MemberId, path: TreePath): Pick<Thing, 'place' | 'path'> {
  let found: SpacePlace | null = null;
  for (const place of people.spacesOf(owner)) {
    if (isWithin(path, place.path) && (found === null || place.path.length > found.path.length))
      found = place;
  }
  if (found === null) return { place: { kind: 'member', owner }, path };
  const below = found.path === '/' ? path : path.slice(found.path.length);
  return { place: { kind: 'space', space: found.space.id }, path: below === '' ? '/' : below };
}
