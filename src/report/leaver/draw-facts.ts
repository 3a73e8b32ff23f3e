import type {
  AccessFacts,
  AccessModel,
  AccessShare,
  AccessSpace,
  AccessSubject,
  Reach,
  Reachers,
  Thing,
  Way,
} from '../../access/types.ts';
import { groupId, type MemberId, memberId } from '../../model/ids.ts';
import { groupedBy } from '../../model/lists/grouped.ts';
import type { Reason } from '../../model/reasons/reason.ts';
import { reasonSentence } from '../../model/reasons/sentence.ts';
import type { RunResult } from '../../model/result.ts';
import { isOpenToOutside, shareKey } from '../../model/share.ts';
import { isoDate } from '../../model/time.ts';
import type {
  KnownOf,
  LeaverFacts,
  LeaverGroupFolder,
  LeaverInput,
  LeaverSpace,
  OutsideShare,
  SharedThing,
} from './facts.ts';

/** Who is behind these is not known from outside. */
const UNKNOWN_PEOPLE: readonly AccessSubject['kind'][] = ['circle', 'room', 'deck', 'other'];

/** Draws from a run and its model of access what has to be settled when a member leaves. */
export function leaverFacts(input: LeaverInput): LeaverFacts {
  const { result, member, model, earlier, zone } = input;
  const id = memberId(member.id);
  const of = knownOf(result, zone);
  const reach = model.reachOf({ kind: 'person', id });
  const things = concernedThings(model, id).map((thing) => ({
    thing,
    reachers: model.whoReachesThing(thing),
  }));
  const own = things.filter(({ thing }) => isOwn(thing, id));
  const registered = registeredIn(input);
  return {
    of,
    version: result.run.server.version,
    member,
    space: spaceOf(input, of),
    sharesOf: isRead(model, id) ? of : (earlier?.of ?? null),
    shared: own.flatMap(({ thing, reachers }) => sharedThing(thing, reachers, id, model.facts)),
    outside: things.flatMap(({ thing, reachers }) => outsideShares(thing, reachers, id, registered)),
    elsewhere: reach.things.filter(({ thing, ways }) => !isOwn(thing, id) && ways.some(isShare)),
    groupFolders: groupFolders(reach, id, input),
    folders: new Map(result.spaces.map((space) => [space.id, space.name])),
    known: { read: reach.read, of: reach.of },
    gaps: distinct([...reach.gaps, ...own.flatMap(({ reachers }) => reachers.gaps)]),
  };
}

/** The number and day of a run. */
export function knownOf({ run }: Pick<RunResult, 'run'>, zone: string): KnownOf {
  return { run: run.id, day: isoDate(Date.parse(run.startedAt), zone) };
}

/** Whether all shares of what a member owns are known. */
export function isRead({ facts }: Pick<AccessModel, 'facts'>, id: MemberId): boolean {
  return facts.people.find((person) => person.id === id)?.isRead === true;
}

function spaceOf({ member, earlier }: LeaverInput, of: KnownOf): LeaverSpace {
  const { bytes, trashBytes, files, source } = member.usage;
  const before = earlier?.member.usage.files ?? null;
  const then = earlier === null || before === null ? null : { count: before, of: earlier.of };
  return { bytes, trashBytes, source, files: files === null ? then : { count: files, of } };
}

/** The member's own things, and those of others on which it made a share. */
function concernedThings(model: AccessModel, id: MemberId): readonly Thing[] {
  const made = new Set(
    model.facts.shares.flatMap(({ owner, sharedBy, fileId }) =>
      sharedBy === id && owner !== id ? [fileId] : [],
    ),
  );
  return model.things().filter((thing) => isOwn(thing, id) || made.has(thing.fileId));
}

/** Whether a thing lies in the tree of this member. */
export function isOwn({ place }: Thing, id: string): boolean {
  return place.kind === 'member' && place.owner === id;
}

function isShare(way: Way): way is Way & { readonly kind: 'share' } {
  return way.kind === 'share';
}

/** The shares that stand on the thing itself, each once, in the order of who reaches it. */
function sharesOn({ reachers }: Reachers): readonly AccessShare[] {
  const direct = reachers.flatMap(({ ways }) =>
    ways.filter(isShare).flatMap(({ share, above }) => (above === null ? [share] : [])),
  );
  return [...new Map(direct.map((share) => [shareKey(share), share])).values()];
}

function sharedThing(
  thing: Thing,
  reachers: Reachers,
  id: MemberId,
  facts: AccessFacts,
): readonly SharedThing[] {
  const shares = sharesOn(reachers).filter(
    (share) => !isOpenToOutside(share) && !(share.type === 'user' && share.recipient === id),
  );
  if (shares.length === 0) return [];
  const people = reachers.reachers.flatMap(({ subject, isSuspended }) => {
    const person = personOf(subject);
    return person === null || person === id || isSuspended ? [] : [person];
  });
  const arePeopleKnown = reachers.reachers.every(({ subject }) => hasKnownPeople(subject, facts));
  return [{ thing, shares, people, arePeopleKnown, pathKnown: shares.every(({ pathKnown }) => pathKnown) }];
}

/** Whether everybody whom a subject stands for is a subject too. */
function hasKnownPeople(subject: AccessSubject, { groups }: AccessFacts): boolean {
  if (subject.kind === 'group') return groups.find(({ id }) => id === subject.id)?.others === 0;
  return !UNKNOWN_PEOPLE.includes(subject.kind);
}

function personOf(subject: AccessSubject): MemberId | null {
  return subject.kind === 'person' ? subject.id : null;
}

function outsideShares(
  thing: Thing,
  reachers: Reachers,
  id: MemberId,
  registered: Registered,
): readonly OutsideShare[] {
  return sharesOn(reachers)
    .filter((share) => isOpenToOutside(share) && (isOwn(thing, id) || share.sharedBy === id))
    .map((share) => ({ thing, share, ...registered(share) }));
}

type Registered = (share: AccessShare) => Pick<OutsideShare, 'purpose' | 'registered'>;

function registeredIn({ result, purposes }: LeaverInput): Registered {
  const all = new Map<string, boolean | null>(
    result.shares.map(({ type, id, registered }) => [`${type}:${id}`, registered]),
  );
  return (share) => ({
    purpose: purposes.get(shareKey(share)) ?? null,
    registered: all.get(shareKey(share)) ?? null,
  });
}

function groupFolders(reach: Reach, id: MemberId, input: LeaverInput): readonly LeaverGroupFolder[] {
  const { model, result } = input;
  const names = new Map(result.spaces.map((space) => [space.id, space.name]));
  const folders = reach.things.flatMap(({ thing, ways }): readonly LeaverGroupFolder[] => {
    const own = ways.filter((way) => way.kind === 'space');
    const [first] = own;
    if (first === undefined || thing.fileId !== first.space.id) return [];
    const groups = own.flatMap(({ group }) => (group === null ? [] : [group]));
    const left = groups.map((group) => ({ id: group, left: othersIn(group, id, model) }));
    const isLast = left.some((one) => one.left === 0);
    return [{ thing, name: nameOfSpace(first.space, names), groups: left, isLast }];
  });
  return folders.sort((a, b) => Number(b.isLast) - Number(a.isLast) || (a.name < b.name ? -1 : 1));
}

function nameOfSpace({ id, path }: AccessSpace, names: ReadonlyMap<string, string>): string {
  return names.get(id) ?? path.slice(1);
}

/** How many enabled accounts beside the member are in a group; null where that is not known. */
function othersIn(group: string, id: MemberId, { facts }: AccessModel): number | null {
  const known = facts.groups.find((one) => one.id === group);
  const here = facts.people.filter(
    (person) => person.enabled && person.id !== id && person.groups.includes(groupId(group)),
  ).length;
  // A circle, or a group of a result that does not tell whom the audit leaves out.
  if (known === undefined) return here > 0 ? here : null;
  return here + known.others;
}

function distinct(reasons: readonly Reason[]): readonly Reason[] {
  return [...groupedBy(reasons, (one) => reasonSentence([one])).values()].flatMap(([first]) => first ?? []);
}
