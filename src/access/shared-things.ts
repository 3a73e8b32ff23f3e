import type { FileId } from '../model/ids.ts';
import { parentOf, type TreePath } from '../model/path/path.ts';
import { lastDayOf } from '../model/share.ts';
import { subjectKey, subjectsOfShare } from './keys.ts';
import { locate, type People, spaceSubject } from './people.ts';
import type { AccessFacts, AccessShare, AccessSpace, AccessSubject, Thing } from './types.ts';

/** A thing on which shares in force stand, or the root of a group folder. */
export interface SharedThing {
  readonly thing: Thing;
  readonly shares: readonly AccessShare[];
  /** The group folder whose root it is; null of any other thing. */
  readonly space: AccessSpace | null;
  /** The nearest such things above it: one, or one for each tree in which it stands; none at the top. */
  readonly above: readonly SharedThing[];
  /** Its place in the order of all by owner and path. */
  readonly rank: number;
}

interface Building {
  readonly thing: Thing;
  readonly shares: AccessShare[];
  readonly space: AccessSpace | null;
  readonly above: Building[];
  rank: number;
}

export interface SharedThings {
  /** By owner and path; group folders last. */
  readonly all: readonly SharedThing[];
  /** The ranks of what a share or group folder names somebody for, rising. */
  ranksOf(subject: AccessSubject): readonly number[];
  /** Each subject that a share or group folder names, once. */
  readonly subjects: ReadonlyMap<string, AccessSubject>;
  /** Things of which only the name is known. */
  readonly unplaced: readonly Thing[];
  /** Whether the end of any share in force cannot be read. */
  readonly hasUnknownEnds: boolean;
  byFileId(id: FileId): SharedThing | null;
  at(location: Location): SharedThing | null;
  /** What stands on the nearest folder above. */
  nearestAbove(location: Location): SharedThing | null;
}

export type Location = Pick<Thing, 'place' | 'path'>;

/** Builds the index in one pass: a question walks up from a thing, and never over all shares. */
export function sharedThings(facts: AccessFacts, people: People): SharedThings {
  const trees = new Map<string, Map<TreePath, Building>>();
  const byFile = new Map<FileId, Building>();
  const treeOf = (place: Thing['place']) => {
    const key = placeKey(place);
    let tree = trees.get(key);
    if (tree === undefined) {
      tree = new Map();
      trees.set(key, tree);
    }
    return tree;
  };
  const add = (thing: Thing, space: AccessSpace | null) => {
    const made: Building = { thing, shares: [], space, above: [], rank: 0 };
    if (!byFile.has(thing.fileId)) byFile.set(thing.fileId, made);
    return made;
  };
  for (const space of facts.spaces) {
    const place = { kind: 'space', space: space.id } as const;
    const root = add({ place, path: '/', fileId: space.id, isFolder: true }, space);
    treeOf(place).set('/', root);
  }
  // Those of known place first, so that one share that shows the path is enough.
  const inForce = facts.shares.filter((share) => isInForce(share, facts.today));
  for (const share of inForce) {
    if (!share.pathKnown) continue;
    const { fileId, isFolder } = share;
    const location = locate(people, share.owner, share.path);
    const tree = treeOf(location.place);
    const known = tree.get(location.path) ?? byFile.get(fileId);
    const thing = known ?? add({ ...location, fileId, isFolder }, null);
    tree.set(location.path, thing);
    if (!byFile.has(fileId)) byFile.set(fileId, thing);
    thing.shares.push(share);
  }
  for (const share of inForce) {
    if (share.pathKnown) continue;
    const { owner, path, fileId, isFolder } = share;
    const known = byFile.get(fileId);
    (known ?? add({ place: { kind: 'member', owner }, path, fileId, isFolder }, null)).shares.push(share);
  }
  for (const tree of trees.values()) {
    for (const [path, thing] of tree) {
      const above = nearest(tree, path);
      if (above !== null && above !== thing) thing.above.push(above);
    }
  }
  const all = [
    ...new Set([...byFile.values(), ...[...trees.values()].flatMap((tree) => [...tree.values()])]),
  ];
  all.sort((a, b) => compareThings(a.thing, b.thing));
  for (const [rank, thing] of all.entries()) thing.rank = rank;
  const { named, subjects } = namedIn(all, people);
  return {
    all,
    subjects,
    unplaced: all.flatMap(({ thing }) => (thing.path.startsWith('/') ? [] : [thing])),
    hasUnknownEnds: inForce.some(hasUnknownEnd),
    ranksOf: (subject) => named.get(subjectKey(subject)) ?? [],
    byFileId: (id) => byFile.get(id) ?? null,
    at: ({ place, path }) => trees.get(placeKey(place))?.get(path) ?? null,
    nearestAbove({ place, path }) {
      const tree = trees.get(placeKey(place));
      return tree === undefined ? null : nearest(tree, path);
    },
  };
}

function namedIn(all: readonly SharedThing[], people: People) {
  const named = new Map<string, number[]>();
  const subjects = new Map<string, AccessSubject>();
  const name = (subject: AccessSubject, { rank }: SharedThing) => {
    const key = subjectKey(subject);
    const known = named.get(key);
    if (known === undefined) {
      named.set(key, [rank]);
      subjects.set(key, subject);
    } else if (known.at(-1) !== rank) known.push(rank);
  };
  for (const thing of all) {
    for (const share of thing.shares) for (const subject of subjectsOfShare(share)) name(subject, thing);
    if (thing.space !== null) {
      for (const { id } of thing.space.groups ?? []) name(spaceSubject(people, id), thing);
      for (const id of people.inSpace(thing.space).keys()) name({ kind: 'person', id }, thing);
    }
  }
  return { named, subjects };
}

function nearest(tree: ReadonlyMap<TreePath, Building>, path: TreePath): Building | null {
  for (let at = path; at !== '/'; ) {
    at = parentOf(at);
    const above = tree.get(at);
    if (above !== undefined) return above;
  }
  return null;
}

/** A share whose end cannot be read counts: it may go on. */
export function isInForce(share: Pick<AccessShare, 'expires' | 'lastDay'>, today: string): boolean {
  const lastDay = lastDayOf(share);
  return lastDay === null || lastDay >= today;
}

export function hasUnknownEnd({ unread }: AccessShare): boolean {
  return unread.includes('expires');
}

/** The thing itself, then what stands above it, the nearest first; each once. */
export function lineage(start: SharedThing): readonly SharedThing[] {
  const line = [start];
  for (const thing of line) for (const above of thing.above) if (!line.includes(above)) line.push(above);
  return line;
}

function placeKey(place: Thing['place']): string {
  return place.kind === 'member' ? `member:${place.owner}` : `space:${place.space}`;
}

function compareThings(a: Thing, b: Thing): number {
  const [first, second] = [placeKey(a.place), placeKey(b.place)];
  if (first !== second) return first < second ? -1 : 1;
  return a.path < b.path ? -1 : Number(a.path > b.path);
}
