import type { MemberId } from '../model/ids.ts';
import { isSight, keyOf } from './growth.ts';
import type { AccessFacts, AccessShare } from './types.ts';

/** What of an earlier run says whose things may have grown: little, where its shares are many. */
export interface EarlierSights {
  readonly people: AccessFacts['people'];
  /** Of each share that let somebody see something, as `sightKey` gives it. */
  readonly keys: ReadonlySet<string>;
}

/** Null of a share that lets nobody see anything on that day. */
export function sightKey(share: AccessShare, today: string): string | null {
  return isSight(share, today) ? keyOf(share) : null;
}

/** Who shares something anew, or with a group that somebody joined: nothing else can have grown. */
export function ownersOfGrowth(earlier: EarlierSights, later: AccessFacts): ReadonlySet<MemberId> {
  const groupsBefore = new Map(earlier.people.map(({ id, groups }) => [id, groups]));
  const joined = new Set<string>();
  for (const { id, enabled, groups } of later.people) {
    const before = groupsBefore.get(id);
    if (before === undefined || !enabled) continue;
    for (const group of groups) if (!before.includes(group)) joined.add(group);
  }
  const mayHaveGrown = (share: AccessShare) =>
    !earlier.keys.has(keyOf(share)) || (share.type === 'group' && joined.has(share.recipient ?? ''));
  return new Set(
    later.shares.flatMap((share) =>
      isSight(share, later.today) && mayHaveGrown(share) ? [share.owner] : [],
    ),
  );
}
