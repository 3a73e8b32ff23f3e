import { type MemberId, memberId } from '../model/ids.ts';
import { lacksPassword, rightsOf } from '../model/share.ts';
import type { Parts } from './gaps.ts';
import { subjectKey, subjectsOfShare } from './keys.ts';
import { spaceSubject } from './people.ts';
import { lineage, type SharedThing } from './shared-things.ts';
import type { AccessShare, AccessSpace, AccessSubject, Level, LevelTable, SubjectLevel } from './types.ts';
import { permissionsOfWay } from './ways.ts';

/** How far permissions go by themselves: a drop shows nothing. */
export function levelOf(permissions: AccessShare['permissions']): Level {
  if (!permissions.includes('read')) return 0;
  return rightsOf({ permissions }) === 'change' ? 2 : 1;
}

/**
 * Accounts are numbers here, and one thing is held at a time: a group of five hundred costs five hundred writes, where a
 * list of who reaches a thing holds an object for each.
 */
export function levelTable(parts: Parts): LevelTable {
  const { people, things } = parts;
  const accounts = accountsOf(parts);
  const places = new Map<string, number>(accounts.map((id, at) => [id, at]));
  const inGroup = new Map(
    [...people.inGroup].map(([group, members]) => [group, members.flatMap(({ id }) => places.get(id) ?? [])]),
  );
  const of: Level[] = accounts.map(() => 0);
  const seeing = new Int32Array(accounts.length);
  let count = 0;
  let subjects = new Map<string, SubjectLevel>();
  let open: Level = 0;

  function clear(): void {
    for (const at of seeing.subarray(0, count)) of[at] = 0;
    count = 0;
    subjects = new Map();
    open = 0;
  }

  function raise(at: number, level: Level): void {
    const before = of[at];
    if (before === undefined || before >= level) return;
    if (before === 0) seeing[count++] = at;
    of[at] = level;
  }

  function raiseSubject(subject: AccessSubject, level: Level): void {
    if (subject.kind === 'person') {
      raise(places.get(subject.id) ?? -1, level);
      return;
    }
    const key = subjectKey(subject);
    if ((subjects.get(key)?.level ?? 0) < level) subjects.set(key, { subject, level });
  }

  function addShare(share: AccessShare, level: Level, counted: Counted): void {
    for (const subject of subjectsOfShare(share)) {
      raiseSubject(subject, level);
      if (subject.kind === 'anyone' && level > open && lacksPassword(share)) open = level;
      if (subject.kind !== 'group' || isCounted(counted, share, level)) continue;
      const [owner, maker] = [places.get(share.owner), places.get(share.sharedBy)];
      for (const at of inGroup.get(subject.id) ?? []) if (at !== owner && at !== maker) raise(at, level);
    }
  }

  function addSpace(space: AccessSpace): void {
    const levelBy = (group: string | null) =>
      levelOf(permissionsOfWay({ kind: 'space', space, group }, people));
    const byGroup = new Map<string | null, Level>((space.groups ?? []).map(({ id }) => [id, levelBy(id)]));
    for (const { id } of space.groups ?? []) raiseSubject(spaceSubject(people, id), byGroup.get(id) ?? 0);
    byGroup.set(null, levelBy(null));
    for (const [id, groups] of people.inSpace(space))
      for (const group of groups) raise(places.get(id) ?? -1, byGroup.get(group) ?? 0);
  }

  function add({ shares, space }: SharedThing, counted: Counted): void {
    for (const share of shares) {
      const level = levelOf(share.permissions);
      if (level > 0) addShare(share, level, counted);
    }
    if (space !== null) addSpace(space);
  }

  return {
    accounts,
    placeOf: (account) => places.get(account),
    membersOf: (group) => inGroup.get(group) ?? [],
    sharesOn: (thing) => (things.byFileId(thing.fileId) ?? things.at(thing))?.shares ?? [],
    on(thing) {
      clear();
      const known = things.byFileId(thing.fileId) ?? things.at(thing);
      const start = known ?? things.nearestAbove(thing);
      const counted: Counted = new Map();
      for (const standing of start === null ? [] : lineage(start)) add(standing, counted);
      // Of another run, it may have been somebody else's.
      const { place } = known?.thing ?? thing;
      if (place.kind === 'member') raise(places.get(place.owner) ?? -1, 2);
      return { seeing: seeing.subarray(0, count), of, subjects, open };
    },
  };
}

/** By group, the last share with it of which the members were counted. */
type Counted = Map<string | null, AccessShare>;

/** Of many shares with one group that lead to a thing, those of one maker cost its members once. */
function isCounted(counted: Counted, share: AccessShare, level: Level): boolean {
  const last = counted.get(share.recipient);
  if (last?.owner === share.owner && last.sharedBy === share.sharedBy && levelOf(last.permissions) >= level)
    return true;
  counted.set(share.recipient, share);
  return false;
}

/** Whoever may reach something, in the order of their ids. */
function accountsOf({ facts, people }: Parts): readonly MemberId[] {
  const ids = new Set(people.of.keys());
  for (const { type, recipient, owner } of facts.shares) {
    ids.add(owner);
    if (type === 'user' && recipient !== null) ids.add(memberId(recipient));
  }
  for (const space of facts.spaces) for (const id of people.inSpace(space).keys()) ids.add(id);
  return [...ids].sort((a, b) => (a < b ? -1 : Number(a > b)));
}
