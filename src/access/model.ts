import { gapsOfReach, gapsOfThing, knowledgeOf, type Parts, wholeOf } from './gaps.ts';
import { subjectDomain } from './keys.ts';
import { levelTable } from './levels.ts';
import { locate, peopleOf } from './people.ts';
import { reachersOf } from './reachers.ts';
import { type Location, type SharedThing, sharedThings } from './shared-things.ts';
import type {
  AccessFacts,
  AccessModel,
  AccessSubject,
  Reach,
  ReachedThing,
  Reachers,
  Thing,
  Way,
} from './types.ts';
import { grantOf, waysOf } from './ways.ts';

/**
 * Who can reach what, as far as it is known: the one place in which it is computed. Made once of the facts of a run; a
 * question then costs what its answer is long.
 */
export function accessModel(facts: AccessFacts): AccessModel {
  const people = peopleOf(facts);
  const things = sharedThings(facts, people);
  const parts: Parts = { facts, people, things, whole: wholeOf(facts) };
  return {
    facts,
    reachOf: (subject) => reachOf(subject, parts),
    whoReaches: (owner, path) => whoReachesAt(locate(people, owner, path), null, parts),
    whoReachesThing: (thing) => whoReachesAt(thing, things.byFileId(thing.fileId), parts),
    levels: () => levelTable(parts),
    subjects: () => [...things.subjects.values()],
    things: () => things.all.map(({ thing }) => thing),
  };
}

function reachOf(subject: AccessSubject, parts: Parts): Reach {
  const { people, whole } = parts;
  const waysTo = waysOf(subject, people);
  const things: ReachedThing[] = [];
  for (const shared of candidates(subject, parts)) {
    const ways = isOwn(shared.thing, subject) ? [] : waysTo(shared);
    // What only a folder above leads to is reached with that folder.
    if (!ways.some((way) => isOn(way, shared))) continue;
    const grant = grantOf(ways, people);
    if (grant === null) continue;
    const { permissions, since, until } = grant;
    things.push({ thing: shared.thing, permissions, ways, since, until });
  }
  const person = subject.kind === 'person' ? people.of.get(subject.id) : undefined;
  return {
    things,
    isSuspended: person?.enabled === false,
    ...knowledgeOf(whole, gapsOfReach(subject, things, parts)),
  };
}

function whoReachesAt(location: Location, known: SharedThing | null, parts: Parts): Reachers {
  const { people, things, whole } = parts;
  const on = known ?? things.at(location);
  const place = on?.thing.place ?? location.place;
  const standing = { start: on ?? things.nearestAbove(location), isAbove: on === null };
  const reachers = reachersOf(place, standing, people);
  const found = {
    reachers: reachers.map(({ subject }) => subject),
    ways: reachers.flatMap(({ ways }) => ways),
  };
  return { reachers, ...knowledgeOf(whole, gapsOfThing({ place }, found, parts)) };
}

/** The things on which something stands that may name the subject, by owner and path. */
function candidates(subject: AccessSubject, { people, things }: Parts): readonly SharedThing[] {
  const isCandidate = new Uint8Array(things.all.length);
  const add = (named: AccessSubject) => {
    for (const rank of things.ranksOf(named)) isCandidate[rank] = 1;
  };
  add(subject);
  if (subject.kind === 'person') {
    for (const id of people.of.get(subject.id)?.groups ?? []) add({ kind: 'group', id });
  }
  if (subject.kind === 'domain') {
    for (const one of things.subjects.values()) if (subjectDomain(one) === subject.domain) add(one);
  }
  // Looks at no other thing: there may be a hundred times as many.
  const found: SharedThing[] = [];
  for (let rank = isCandidate.indexOf(1); rank !== -1; rank = isCandidate.indexOf(1, rank + 1)) {
    const thing = things.all[rank];
    if (thing !== undefined) found.push(thing);
  }
  return found;
}

/** Whether a way stands on the thing itself. */
function isOn(way: Way, shared: SharedThing): boolean {
  if (way.kind === 'space') return way.space === shared.space;
  return way.kind === 'share' && way.above === null;
}

function isOwn({ place }: Thing, subject: AccessSubject): boolean {
  return subject.kind === 'person' && place.kind === 'member' && place.owner === subject.id;
}
