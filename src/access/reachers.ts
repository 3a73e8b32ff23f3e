import type { MemberId } from '../model/ids.ts';
import { RIGHTS, rightsOf } from '../model/share.ts';
import { isForMember, subjectKey, subjectsOfShare } from './keys.ts';
import { type People, spaceSubject } from './people.ts';
import { lineage, type SharedThing } from './shared-things.ts';
import type { AccessShare, AccessSpace, AccessSubject, Reacher, Thing, Way } from './types.ts';
import { grantOf, leadsBelow } from './ways.ts';

/** The nearest shared thing at or above a place; where it is above, what stands on it leads below. */
export interface Standing {
  readonly start: SharedThing | null;
  readonly isAbove: boolean;
}

/** Everybody with a way to a thing, the widest rights first. */
export function reachersOf(place: Thing['place'], standing: Standing, people: People): readonly Reacher[] {
  const found = collection();
  if (place.kind === 'member') found.add({ kind: 'person', id: place.owner }, { kind: 'owner' });
  for (const thing of standing.start === null ? [] : lineage(standing.start)) {
    const above = thing === standing.start && !standing.isAbove ? null : thing.thing.path;
    for (const share of thing.shares) {
      if (above === null || leadsBelow(share)) addShare(found, share, above, place, people);
    }
    if (thing.space !== null) addSpace(found, thing.space, people);
  }
  const reachers = found.all().flatMap(({ subject, ways }) => {
    const grant = grantOf(ways, people);
    const person = subject.kind === 'person' ? people.of.get(subject.id) : undefined;
    return grant === null ? [] : [{ subject, isSuspended: person?.enabled === false, ...grant }];
  });
  return widestFirst(reachers);
}

interface Found {
  readonly subject: AccessSubject;
  readonly ways: Way[];
}

function collection() {
  const found = new Map<string, Found>();
  return {
    add(subject: AccessSubject, way: Way) {
      const key = subjectKey(subject);
      const known = found.get(key);
      if (known === undefined) found.set(key, { subject, ways: [way] });
      else known.ways.push(way);
    },
    all: () => [...found.values()],
  };
}

function addShare(
  found: ReturnType<typeof collection>,
  share: AccessShare,
  above: string | null,
  place: Thing['place'],
  people: People,
): void {
  const isOwner = (id: MemberId) => place.kind === 'member' && place.owner === id;
  for (const subject of subjectsOfShare(share)) {
    if (subject.kind === 'person' && isOwner(subject.id)) continue;
    found.add(subject, { kind: 'share', share, group: null, above });
    if (subject.kind !== 'group') continue;
    const way: Way = { kind: 'share', share, group: subject.id, above };
    for (const { id } of people.inGroup.get(subject.id) ?? []) {
      if (isForMember(share, id) && !isOwner(id)) found.add({ kind: 'person', id }, way);
    }
  }
}

function addSpace(found: ReturnType<typeof collection>, space: AccessSpace, people: People): void {
  for (const { id } of space.groups ?? []) {
    found.add(spaceSubject(people, id), { kind: 'space', space, group: id });
  }
  for (const [id, groups] of people.inSpace(space)) {
    for (const group of groups) found.add({ kind: 'person', id }, { kind: 'space', space, group });
  }
}

/** Outsiders before insiders, many before one. */
export const SUBJECT_KINDS: readonly AccessSubject['kind'][] = [
  ...(['anyone', 'other', 'domain', 'federated', 'mail'] as const),
  ...(['room', 'circle', 'deck', 'group', 'person'] as const),
];
/** `RIGHTS` stand from the narrowest to the widest. */
function widestFirst(reachers: readonly Reacher[]): readonly Reacher[] {
  const keyed = reachers.map((reacher) => ({
    reacher,
    width: RIGHTS.indexOf(rightsOf(reacher)),
    kind: SUBJECT_KINDS.indexOf(reacher.subject.kind),
    key: subjectKey(reacher.subject),
  }));
  keyed.sort((a, b) => b.width - a.width || a.kind - b.kind || (a.key < b.key ? -1 : Number(a.key > b.key)));
  return keyed.map(({ reacher }) => reacher);
}
