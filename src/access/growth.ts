import type { GroupId } from '../model/ids.ts';
import { lastDayOf, may, shareKey } from '../model/share.ts';
import { reachersComparison } from './compare.ts';
import type { AccessModel, AccessShare, AccessSubject, Reacher, Thing } from './types.ts';

/** How a thing came to be reached by more people. */
export type GrowthWay =
  /** A public link was added. */
  | { readonly kind: 'link' }
  /** A share with a group was added. */
  | { readonly kind: 'groupShare'; readonly group: GroupId }
  /** A group with which it was shared already has grown. */
  | { readonly kind: 'groupGrew'; readonly group: GroupId }
  /** Shares with single people, in the organisation or outside, were added. */
  | { readonly kind: 'people' };

/** A thing that more people can see than in an earlier run, by what stands on the thing itself. */
export interface Growth {
  readonly thing: Thing;
  /** How many more people are known by account, address or federated id. */
  readonly people: number;
  /** Whoever has the address of a link can, and could not. */
  readonly anyone: boolean;
  /** The way that brought most; a link before all others. */
  readonly way: GrowthWay;
  /** The share of that way. */
  readonly share: AccessShare;
}

/**
 * The things that have grown from one run to the next, by owner and path. Whose account the earlier run did not know, and
 * what was not read in both, is no growth; who is in circles and conversations is not known, and does not count.
 */
export function growthBetween(earlier: AccessModel, later: AccessModel): readonly Growth[] {
  const compare = reachersComparison(earlier, later);
  const before = sharesInForce(earlier);
  const joined = groupsJoined(earlier, later);
  const mayHaveGrown = new Set(
    later.facts.shares
      .filter((share) => !before.has(keyOf(share)) || (share.type === 'group' && joined.has(share.recipient)))
      .map(({ fileId }) => fileId),
  );
  return later.things().flatMap((thing) => {
    if (!mayHaveGrown.has(thing.fileId)) return [];
    const { added, changed } = compare(thing);
    const freshlySeeing = changed.flatMap((pair) => (sees(pair.earlier) ? [] : [pair.later]));
    return growthOf(thing, [...added, ...freshlySeeing].filter(sees), before);
  });
}

function growthOf(
  thing: Thing,
  reachers: readonly Reacher[],
  before: ReadonlySet<string>,
): readonly Growth[] {
  const counts = new Map<AccessShare, number>();
  let people = 0;
  let link: AccessShare | null = null;
  for (const reacher of reachers) {
    const [share] = sharesOn(reacher);
    if (share === undefined) continue;
    if (reacher.subject.kind === 'anyone') link = share;
    if (!isOnePerson(reacher.subject)) continue;
    people += 1;
    counts.set(share, (counts.get(share) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  const share = link ?? most?.[0];
  return share === undefined
    ? []
    : [{ thing, people, anyone: link !== null, way: wayOf(share, before), share }];
}

function wayOf(share: AccessShare, before: ReadonlySet<string>): GrowthWay {
  if (share.type === 'link' || share.fileRequest) return { kind: 'link' };
  if (share.type !== 'group' || share.recipient === null) return { kind: 'people' };
  // A share to a group names the group.
  const group = share.recipient as GroupId;
  return { kind: before.has(keyOf(share)) ? 'groupGrew' : 'groupShare', group };
}

/** The shares on the thing itself by which somebody sees it. */
function sharesOn({ ways }: Reacher): readonly AccessShare[] {
  return ways.flatMap((way) =>
    way.kind === 'share' && way.above === null && may(way.share, 'read') ? [way.share] : [],
  );
}

function sees({ permissions, isSuspended }: Reacher): boolean {
  return permissions.includes('read') && !isSuspended;
}

function isOnePerson({ kind }: AccessSubject): boolean {
  return kind === 'person' || kind === 'mail' || kind === 'federated';
}

/** What gave somebody sight of something in a run. */
function sharesInForce({ facts }: AccessModel): ReadonlySet<string> {
  const inForce = facts.shares.filter((share) => {
    const lastDay = lastDayOf(share);
    return may(share, 'read') && (lastDay === null || lastDay >= facts.today);
  });
  return new Set(inForce.map(keyOf));
}

function keyOf(share: AccessShare): string {
  return `${shareKey(share)}:${share.recipient}`;
}

/** The groups that somebody joined whose account the earlier run knew. */
function groupsJoined(earlier: AccessModel, later: AccessModel): ReadonlySet<string | null> {
  const before = new Map(earlier.facts.people.map(({ id, groups }) => [id, new Set(groups)]));
  return new Set(
    later.facts.people.flatMap(({ id, groups }) => {
      const known = before.get(id);
      return known === undefined ? [] : groups.filter((group) => !known.has(group));
    }),
  );
}
