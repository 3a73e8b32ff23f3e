import type { MemberId } from '../model/ids.ts';
import { because, type Reason, type ReasonKey } from '../model/reasons/reason.ts';
import type { People } from './people.ts';
import { hasUnknownEnd, type SharedThings } from './shared-things.ts';
import type {
  AccessFacts,
  AccessSpace,
  AccessSubject,
  Knowledge,
  ReachedThing,
  Thing,
  Way,
} from './types.ts';
import { areRightsKnown } from './ways.ts';

/** What is the same for all answers of one model. */
export interface Whole {
  readonly read: number;
  readonly of: number;
  readonly disabled: number;
}

export function wholeOf({ people }: AccessFacts): Whole {
  const enabled = people.filter((person) => person.enabled);
  return {
    read: enabled.filter(({ isRead }) => isRead).length,
    of: enabled.length,
    disabled: people.filter(({ enabled: is, isRead }) => !is && !isRead).length,
  };
}

/** What may be missing where every owner might share: with a person, an address, or something in a group folder. */
function gapsOfOwners(facts: AccessFacts, { read, of, disabled }: Whole): readonly Reason[] {
  return [
    ...(read < of ? [because('access.members', { read, of })] : []),
    ...facts.lacks,
    ...(disabled > 0 ? [because('access.disabled', { accounts: disabled })] : []),
    ...(facts.groups.some(({ others }) => others > 0) ? [because('access.left-out')] : []),
  ];
}

const KINDS = [
  ['circle', 'access.circles'],
  ['room', 'access.rooms'],
  ['deck', 'access.cards'],
  ['other', 'access.unknown-kinds'],
] as const satisfies readonly (readonly [AccessSubject['kind'], ReasonKey])[];

/** Subjects whose members are not known. */
function gapsOfKinds(subjects: Iterable<AccessSubject>): readonly Reason[] {
  const counts = new Map<AccessSubject['kind'], number>();
  for (const { kind } of subjects) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return KINDS.flatMap(([kind, key]) => {
    const n = counts.get(kind) ?? 0;
    return n > 0 ? [because(key, { n })] : [];
  });
}

/** What `reachOf` cannot tell of a subject. */
export function gapsOfReach(
  subject: AccessSubject,
  reached: readonly ReachedThing[],
  { facts, people, things, whole }: Parts,
): readonly Reason[] {
  const isMixed = KINDS.some(([kind]) => kind === subject.kind);
  const hasSpaces = subject.kind === 'person' || subject.kind === 'group';
  const isStranger = subject.kind === 'person' && !people.of.has(subject.id);
  return [
    ...(isStranger ? [because('access.not-audited', { member: subject.id })] : []),
    ...gapsOfOwners(facts, whole),
    ...(isMixed ? [] : gapsOfKinds(things.subjects.values())),
    ...(subject.kind === 'group' ? othersIn([subject.id], facts) : []),
    ...(hasSpaces ? spacesWithoutRights(facts.spaces, people) : []),
    ...rulesOf(spacesAmong(reached, facts)),
    ...(things.hasUnknownEnds ? unknownEnds(reached.flatMap(({ ways }) => ways)) : []),
    ...unplaced(things.unplaced),
  ];
}

/** What `whoReaches` cannot tell of a thing. */
export function gapsOfThing(
  { place }: Pick<Thing, 'place'>,
  { reachers, ways }: { readonly reachers: readonly AccessSubject[]; readonly ways: readonly Way[] },
  { facts, people, things, whole }: Parts,
): readonly Reason[] {
  const groups = reachers.flatMap((subject) => (subject.kind === 'group' ? [subject.id] : []));
  const mayStandAbove = things.unplaced.filter((thing) => isInTreeOf(thing, place));
  return [
    ...(place.kind === 'space'
      ? gapsOfOwners(facts, whole)
      : [...gapsOfOwner(place.owner, people), ...facts.lacks]),
    ...gapsOfKinds(reachers),
    ...othersIn(groups, facts),
    ...spacesWithoutRights(
      facts.spaces.filter(({ id }) => place.kind === 'space' && place.space === id),
      people,
    ),
    ...rulesOf(
      facts.spaces.filter((space) => ways.some((way) => way.kind === 'space' && way.space === space)),
    ),
    ...(things.hasUnknownEnds ? unknownEnds(ways) : []),
    ...unplaced(mayStandAbove),
  ];
}

/** What the answers of a model rest on. */
export interface Parts {
  readonly facts: AccessFacts;
  readonly people: People;
  readonly things: SharedThings;
  readonly whole: Whole;
}

export function knowledgeOf({ read, of }: Whole, gaps: readonly Reason[]): Knowledge {
  return { read, of, gaps };
}

function gapsOfOwner(owner: MemberId, people: People): readonly Reason[] {
  return people.of.get(owner)?.isRead === true ? [] : [because('access.owner', { member: owner })];
}

function othersIn(groups: readonly string[], facts: AccessFacts): readonly Reason[] {
  const asked = new Set(groups);
  return facts.groups
    .filter(({ id, others }) => others > 0 && asked.has(id))
    .map(({ id, others }) => because('access.group-others', { accounts: others, group: id }));
}

/** Group folders of which trees alone tell who has them: somebody who was not read may have them too, or more rights. */
function spacesWithoutRights(spaces: readonly AccessSpace[], people: People): readonly Reason[] {
  return namedSpaces(
    'access.space-groups',
    spaces.filter((space) => !areRightsKnown(space, people)),
  );
}

/** Who has a group folder reaches its root. */
function spacesAmong(reached: readonly ReachedThing[], { spaces }: AccessFacts): readonly AccessSpace[] {
  if (spaces.length === 0) return [];
  const ids = new Set(reached.map(({ thing }) => thing.fileId));
  return spaces.filter(({ id }) => ids.has(id));
}

function rulesOf(spaces: readonly AccessSpace[]): readonly Reason[] {
  const withRules = (rules: boolean | null) => spaces.filter(({ hasRules }) => hasRules === rules);
  return [
    ...namedSpaces('access.rules', withRules(true)),
    ...namedSpaces('access.rules-unknown', withRules(null)),
  ];
}

function unknownEnds(ways: readonly Way[]): readonly Reason[] {
  const ids = ways.flatMap((way) => (way.kind === 'share' && hasUnknownEnd(way.share) ? [way.share.id] : []));
  return ids.length > 0 ? [because('access.no-end', { n: new Set(ids).size })] : [];
}

function namedSpaces(
  key: 'access.space-groups' | 'access.rules' | 'access.rules-unknown',
  spaces: readonly AccessSpace[],
): readonly Reason[] {
  return spaces.length === 0 ? [] : [because(key, { spaces: spaces.map(({ path }) => path.slice(1)) })];
}

function unplaced(things: readonly unknown[]): readonly Reason[] {
  return things.length > 0 ? [because('access.no-path', { n: things.length })] : [];
}

/** A thing without a path stands in the tree of its owner, or in any group folder. */
function isInTreeOf({ place: unknown }: Thing, place: Thing['place']): boolean {
  return place.kind === 'space' || (unknown.kind === 'member' && unknown.owner === place.owner);
}
