import type { MemberId } from '../model/ids.ts';
import type { TreePath } from '../model/path/path.ts';
import { lastDayOf, may, PERMISSIONS, type Permission } from '../model/share.ts';
import { isForMember, subjectDomain, subjectKey, subjectsOfShare } from './keys.ts';
import type { People } from './people.ts';
import { spaceSubject } from './people.ts';
import { lineage, type SharedThing } from './shared-things.ts';
import type { AccessShare, AccessSpace, AccessSubject, Grant, Way } from './types.ts';

/** What whoever has a group folder can do at least: it was seen in their tree. */
const SEEN: readonly Permission[] = ['read'];

/** What one way allows; of a group folder whose rights are not known, what is sure. */
export function permissionsOfWay(way: Way, people: Pick<People, 'isGroup'>): readonly Permission[] {
  switch (way.kind) {
    case 'owner':
      return PERMISSIONS;
    case 'share':
      return way.share.permissions;
    case 'space': {
      const { groups } = way.space;
      if (groups === null) return SEEN;
      if (way.group !== null) return groups.find(({ id }) => id === way.group)?.permissions ?? SEEN;
      // Who has it by none of the groups has it by a circle: where there are several, by which is not known.
      const [circle, ...others] = groups.filter(({ id }) => !people.isGroup(id));
      return circle !== undefined && others.length === 0 ? circle.permissions : SEEN;
    }
  }
}

/** Whether the rights of everybody who has a group folder are known. */
export function areRightsKnown({ groups }: AccessSpace, people: Pick<People, 'isGroup'>): boolean {
  return groups !== null && groups.filter(({ id }) => !people.isGroup(id)).length < 2;
}

/** All ways together; null where there is none. */
export function grantOf(ways: readonly Way[], people: Pick<People, 'isGroup'>): Grant | null {
  const [first] = ways;
  if (first === undefined) return null;
  return {
    permissions:
      ways.length === 1
        ? permissionsOfWay(first, people)
        : inOrder(ways.flatMap((way) => permissionsOfWay(way, people))),
    ways,
    since: oldest(ways),
    until: latestEnd(ways),
  };
}

/** Whether rights are to share on too; whoever has no account cannot, whatever the server notes on a link. */
export function mayShareOn({ permissions, ways }: Pick<Grant, 'permissions' | 'ways'>): boolean {
  const isByLink = ways.every((way) => way.kind === 'share' && way.share.type === 'link');
  return permissions.includes('share') && !isByLink;
}

function inOrder(permissions: readonly Permission[]): readonly Permission[] {
  return PERMISSIONS.filter((one) => permissions.includes(one));
}

/** Not known where one of them is not known. */
function oldest(ways: readonly Way[]): number | null {
  let since = Number.POSITIVE_INFINITY;
  for (const way of ways) {
    const made = way.kind === 'share' ? way.share.createdAt : null;
    if (made === null) return null;
    since = Math.min(since, made);
  }
  return since;
}

function latestEnd(ways: readonly Way[]): string | null {
  let until = '';
  for (const way of ways) {
    const end = way.kind === 'share' ? lastDayOf(way.share) : null;
    if (end === null) return null;
    if (end > until) until = end;
  }
  return until;
}

/** The ways that lead to a thing for one subject; those by a folder above after those on the thing itself. */
export type WaysTo = (thing: SharedThing) => readonly Way[];

/** A drop on a folder shows nothing of what lies in it. */
export function leadsBelow(share: Pick<AccessShare, 'permissions'>): boolean {
  return may(share, 'read');
}

export function waysOf(subject: AccessSubject, people: People): WaysTo {
  const matches = matcherOf(subject, people);
  const intoSpace = spaceMatcherOf(subject, people);
  return (start) => {
    const ways: Way[] = [];
    const collect = (thing: SharedThing, above: TreePath | null) => {
      for (const share of thing.shares) {
        if (above !== null && !leadsBelow(share)) continue;
        const match = matches(share);
        if (match !== null) ways.push({ kind: 'share', share, group: match.group, above });
      }
      const { space } = thing;
      if (space !== null) for (const group of intoSpace(space)) ways.push({ kind: 'space', space, group });
    };
    collect(start, null);
    for (const thing of start.above.length === 0 ? [] : lineage(start))
      if (thing !== start) collect(thing, thing.thing.path);
    // A list that grew holds room for many more, and there may be ten thousand of these.
    return ways.slice();
  };
}

type Match = Extract<Way, { kind: 'share' }>['group'];

const ITSELF: { readonly group: Match } = { group: null };

function matcherOf(
  subject: AccessSubject,
  people: People,
): (share: AccessShare) => { readonly group: Match } | null {
  if (subject.kind === 'person') return personMatcher(subject.id, people);
  if (subject.kind === 'domain') {
    return (share) =>
      subjectsOfShare(share).some((one) => subjectDomain(one) === subject.domain) ? ITSELF : null;
  }
  const key = subjectKey(subject);
  return (share) => (subjectsOfShare(share).some((one) => subjectKey(one) === key) ? ITSELF : null);
}

function personMatcher(id: MemberId, people: People) {
  const groups = new Map((people.of.get(id)?.groups ?? []).map((group) => [String(group), { group }]));
  return (share: AccessShare) => {
    if (share.type === 'user') return share.recipient === id ? ITSELF : null;
    if (share.type !== 'group' || share.recipient === null || !isForMember(share, id)) return null;
    return groups.get(share.recipient) ?? null;
  };
}

function spaceMatcherOf(
  subject: AccessSubject,
  people: People,
): (space: AccessSpace) => readonly (string | null)[] {
  if (subject.kind === 'person') return (space) => people.inSpace(space).get(subject.id) ?? [];
  if (subject.kind !== 'group' && subject.kind !== 'circle') return () => [];
  return ({ groups }) =>
    (groups ?? [])
      .filter(({ id }) => subjectKey(spaceSubject(people, id)) === subjectKey(subject))
      .map(({ id }) => id);
}
