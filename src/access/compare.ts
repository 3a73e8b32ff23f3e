import type { MemberId } from '../model/ids.ts';
import { because, type Reason } from '../model/reasons/reason.ts';
import { subjectKey, thingKey } from './keys.ts';
import type { AccessModel, AccessSubject, Grant, ReachedThing, Reacher, Thing } from './types.ts';

/** Something that is there in both runs, with other rights or another end. */
interface Changed<Of> {
  readonly earlier: Of;
  readonly later: Of;
}

/** What a subject reaches otherwise than in an earlier run. */
export interface ReachChange {
  readonly added: readonly ReachedThing[];
  readonly removed: readonly ReachedThing[];
  readonly changed: readonly Changed<ReachedThing>[];
  /** Of what is different, how much is left out: what was not read in both runs proves nothing. */
  readonly notComparable: readonly Reason[];
}

/** Who reaches a thing otherwise than in an earlier run. */
export interface ReachersChange {
  readonly added: readonly Reacher[];
  readonly removed: readonly Reacher[];
  readonly changed: readonly Changed<Reacher>[];
  /** People with access whose account the earlier run did not know: the thing has not grown by them. */
  readonly newcomers: readonly Reacher[];
  readonly notComparable: readonly Reason[];
}

/** Compares what a subject reaches in two runs, over what is known in both. */
export function compareReach(earlier: AccessModel, later: AccessModel, subject: AccessSubject): ReachChange {
  const isComparable = comparability(earlier, later);
  const aliases = spaceAliases(earlier, later);
  const keyBefore = (thing: Thing) => aliases.get(thingKey(thing)) ?? thingKey(thing);
  const before = new Map(earlier.reachOf(subject).things.map((one) => [keyBefore(one.thing), one]));
  const after = new Map(later.reachOf(subject).things.map((one) => [thingKey(one.thing), one]));
  const difference = differenceOf(before, after);
  const kept = (one: ReachedThing) => isComparable(one.thing, one);
  const keptPair = (pair: Changed<ReachedThing>) => kept(pair.earlier) && kept(pair.later);
  const added = difference.added.filter(kept);
  const removed = difference.removed.filter(kept);
  const changed = difference.changed.filter(keptPair);
  const all = difference.added.length + difference.removed.length + difference.changed.length;
  return {
    ...{ added, removed, changed },
    notComparable: notCompared(all - added.length - removed.length - changed.length),
  };
}

/** Compares who reaches a thing in two runs; nothing where its shares are not known in both. */
export function compareReachers(earlier: AccessModel, later: AccessModel, thing: Thing): ReachersChange {
  const isComparable = comparability(earlier, later);
  const known = new Set(earlier.facts.people.map(({ id }) => id));
  const keyed = (model: AccessModel) =>
    new Map(model.whoReachesThing(thing).reachers.map((one) => [subjectKey(one.subject), one]));
  const difference = differenceOf(keyed(earlier), keyed(later));
  const isKept = (one: Reacher) => isComparable(thing, one);
  const isNew = ({ subject }: Reacher) => subject.kind === 'person' && !known.has(subject.id);
  const added = difference.added.filter(isKept);
  const removed = difference.removed.filter(isKept);
  const changed = difference.changed.filter((pair) => isKept(pair.earlier) && isKept(pair.later));
  const isShort =
    added.length < difference.added.length ||
    removed.length < difference.removed.length ||
    changed.length < difference.changed.length;
  return {
    added: added.filter((one) => !isNew(one)),
    newcomers: added.filter(isNew),
    ...{ removed, changed },
    notComparable: notCompared(isShort ? 1 : 0),
  };
}

function differenceOf<Of extends Grant>(before: ReadonlyMap<string, Of>, after: ReadonlyMap<string, Of>) {
  const changed: Changed<Of>[] = [];
  for (const [key, later] of after) {
    const earlier = before.get(key);
    if (earlier !== undefined && !isSame(earlier, later)) changed.push({ earlier, later });
  }
  return {
    added: [...after].flatMap(([key, one]) => (before.has(key) ? [] : [one])),
    removed: [...before].flatMap(([key, one]) => (after.has(key) ? [] : [one])),
    changed,
  };
}

function isSame(a: Grant, b: Grant): boolean {
  return a.until === b.until && a.permissions.join() === b.permissions.join();
}

function notCompared(things: number): readonly Reason[] {
  return things > 0 ? [because('access.not-compared', { things })] : [];
}

/** A group folder that only its app names has no file id: in the run in which nobody who was read has it. */
function spaceAliases(earlier: AccessModel, later: AccessModel): ReadonlyMap<string, string> {
  const hasFileId = (id: string) => !id.startsWith('folder:');
  const byPath = new Map(later.facts.spaces.map(({ id, path }) => [path, id]));
  return new Map(
    earlier.facts.spaces.flatMap(({ id, path }) => {
      const now = byPath.get(path);
      return now === undefined || (hasFileId(id) && hasFileId(now)) ? [] : [[id, now] as const];
    }),
  );
}

/** Whether the ways to a thing are known whole in both runs. */
function comparability(earlier: AccessModel, later: AccessModel): (thing: Thing, grant: Grant) => boolean {
  const read = [earlier, later].map(
    ({ facts }) => new Set(facts.people.filter(({ isRead }) => isRead).map(({ id }) => id)),
  );
  const isRead = (id: MemberId) => read.every((ids) => ids.has(id));
  const withGroups = [earlier, later].map(
    ({ facts }) => new Set(facts.spaces.filter(({ groups }) => groups !== null).map(({ id }) => id)),
  );
  return ({ place }, { ways }) => {
    if (place.kind === 'member') return isRead(place.owner);
    return ways.every((way) => {
      if (way.kind === 'share') return isRead(way.share.sharedBy);
      return way.kind === 'owner' || withGroups.every((ids) => ids.has(way.space.id));
    });
  };
}
