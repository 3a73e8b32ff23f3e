import type { GroupId, MemberId } from '../model/ids.ts';
import { groupedBy } from '../model/lists/grouped.ts';
import { may, shareKey } from '../model/share.ts';
import { subjectKey, subjectsOfShare } from './keys.ts';
import { isInForce } from './shared-things.ts';
import type { AccessModel, AccessShare, AccessSubject, Levels, LevelTable, Thing } from './types.ts';

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
  const before = new Set(sightsIn(earlier).map(keyOf));
  const comparable = readInBoth(earlier, later);
  const sharesOn = groupedBy(
    sightsIn(later).filter(({ owner }) => comparable.has(owner)),
    ({ fileId }) => fileId,
  );
  const table = earlier.levels();
  const whomOf = bringing({ table, earlier, later, before });
  const count = counter(table);
  return later.things().flatMap((thing) => {
    const brought = (sharesOn.get(thing.fileId) ?? []).flatMap((share) => whomOf(share) ?? []);
    return brought.length === 0 ? [] : growthOf(thing, count(brought, table.on(thing)), before);
  });
}

/** Whom a share brought, unless they saw the thing before. */
interface Brought {
  readonly share: AccessShare;
  /** Places in the table of the earlier run. */
  readonly accounts: readonly number[];
  /** Keys of anyone, and of those outside. */
  readonly subjects: readonly string[];
}

interface Counted {
  readonly shares: readonly {
    readonly share: AccessShare;
    readonly count: number;
    readonly anyone: boolean;
  }[];
  /** By all shares together, each once; without anyone. */
  readonly people: number;
}

function counter({ accounts }: LevelTable): (brought: readonly Brought[], earlier: Levels) => Counted {
  // Of each account the number of the thing for which it was counted last: nothing is cleared between things.
  const countedFor = accounts.map(() => 0);
  let thing = 0;
  return (brought, { of, subjects: known }) => {
    thing += 1;
    let people = 0;
    const outside = new Set<string>();
    const shares = brought.map(({ share, accounts: places, subjects }) => {
      const newcomers = places.filter((at) => of[at] === 0);
      for (const at of newcomers) {
        if (countedFor[at] !== thing) people += 1;
        countedFor[at] = thing;
      }
      const fresh = subjects.filter((key) => !known.has(key));
      for (const key of fresh) outside.add(key);
      return { share, count: newcomers.length + fresh.length, anyone: fresh.includes('anyone') };
    });
    outside.delete('anyone');
    return { shares, people: people + outside.size };
  };
}

function growthOf(thing: Thing, { shares, people }: Counted, before: ReadonlySet<string>): readonly Growth[] {
  const link = shares.find(({ anyone }) => anyone);
  const [most] = shares.toSorted((a, b) => b.count - a.count);
  const share = link?.share ?? most?.share;
  if (share === undefined || most?.count === 0) return [];
  return [{ thing, people, anyone: link !== undefined, way: wayOf(share, before), share }];
}

function wayOf(share: AccessShare, before: ReadonlySet<string>): GrowthWay {
  if (share.type === 'link' || share.fileRequest) return { kind: 'link' };
  if (share.type !== 'group' || share.recipient === null) return { kind: 'people' };
  // A share to a group names the group.
  const group = share.recipient as GroupId;
  return { kind: before.has(keyOf(share)) ? 'groupGrew' : 'groupShare', group };
}

interface Comparison {
  readonly table: LevelTable;
  readonly earlier: AccessModel;
  readonly later: AccessModel;
  /** Keys of the shares that let somebody see something in the earlier run. */
  readonly before: ReadonlySet<string>;
}

/** By a new share everybody whom it names, by one that stood already who joined its group; null where that is nobody. */
function bringing({ table, earlier, later, before }: Comparison): (share: AccessShare) => Brought | null {
  const known = new Map(earlier.facts.people.map(({ id, groups }) => [id, new Set(groups)]));
  const enabled = new Set<number>();
  const inGroup = new Map<string, Set<number>>();
  const joined = new Map<string, Set<number>>();
  for (const person of later.facts.people) {
    const [old, at] = [known.get(person.id), table.placeOf(person.id)];
    if (old === undefined || at === undefined || !person.enabled) continue;
    enabled.add(at);
    for (const group of person.groups) {
      addTo(inGroup, group, at);
      if (!old.has(group)) addTo(joined, group, at);
    }
  }
  return (share) => {
    const isNew = !before.has(keyOf(share));
    if (share.type === 'group') {
      const members = (isNew ? inGroup : joined).get(share.recipient ?? '');
      if (members === undefined) return null;
      const [owner, maker] = [table.placeOf(share.owner), table.placeOf(share.sharedBy)];
      return {
        share,
        accounts: [...members].filter((at) => at !== owner && at !== maker),
        subjects: [],
      };
    }
    if (!isNew) return null;
    const subjects = subjectsOfShare(share);
    return {
      share,
      accounts: subjects.flatMap((one) => {
        const at = one.kind === 'person' ? table.placeOf(one.id) : undefined;
        return at !== undefined && enabled.has(at) ? [at] : [];
      }),
      subjects: subjects.filter(({ kind }) => COUNTED_OUTSIDE.has(kind)).map(subjectKey),
    };
  };
}

const COUNTED_OUTSIDE: ReadonlySet<AccessSubject['kind']> = new Set(['anyone', 'mail', 'federated']);

function addTo(lists: Map<string, Set<number>>, group: string, at: number): void {
  const list = lists.get(group);
  if (list === undefined) lists.set(group, new Set([at]));
  else list.add(at);
}

/** The shares that let somebody see something. */
function sightsIn({ facts }: AccessModel): readonly AccessShare[] {
  return facts.shares.filter((share) => isSight(share, facts.today));
}

/** Whether it lets somebody see something on that day. */
export function isSight(share: AccessShare, today: string): boolean {
  return may(share, 'read') && isInForce(share, today);
}

/** By which a share is the same in two runs. */
export function keyOf(share: AccessShare): string {
  return `${shareKey(share)}:${share.recipient}`;
}

function readInBoth(earlier: AccessModel, later: AccessModel): ReadonlySet<MemberId> {
  const readIn = ({ facts }: AccessModel) => facts.people.filter(({ isRead }) => isRead).map(({ id }) => id);
  const before = new Set(readIn(earlier));
  return new Set(readIn(later).filter((id) => before.has(id)));
}
