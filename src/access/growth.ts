import { groupedBy } from '../model/grouped.ts';
import type { GroupId, MemberId } from '../model/ids.ts';
import { may, shareKey } from '../model/share.ts';
import { isForMember, subjectKey, subjectsOfShare } from './keys.ts';
import { isInForce } from './shared-things.ts';
import type { AccessModel, AccessShare, AccessSubject, Thing } from './types.ts';

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
  const bringing = bringersIn(earlier, later, before);
  const comparable = readInBoth(earlier, later);
  const brought = groupedBy(
    sightsIn(later).filter((share) => bringing.has(share) && comparable.has(share.owner)),
    ({ fileId }) => fileId,
  );
  return later.things().flatMap((thing) => {
    const shares = brought.get(thing.fileId) ?? [];
    const fresh = shares.map((share) => ({
      share,
      subjects: (bringing.get(share) ?? []).filter((one) => !sees(earlier, one, thing)),
    }));
    return growthOf(thing, fresh, before);
  });
}

interface Brought {
  readonly share: AccessShare;
  readonly subjects: readonly AccessSubject[];
}

function growthOf(thing: Thing, brought: readonly Brought[], before: ReadonlySet<string>): readonly Growth[] {
  const isAnyone = ({ kind }: AccessSubject) => kind === 'anyone';
  const link = brought.find(({ subjects }) => subjects.some(isAnyone));
  const [most] = brought.toSorted((a, b) => b.subjects.length - a.subjects.length);
  const share = link?.share ?? most?.share;
  if (share === undefined || most?.subjects.length === 0) return [];
  const keys = new Set(brought.flatMap(({ subjects }) => subjects.map(subjectKey)));
  const anyone = keys.delete('anyone');
  return [{ thing, people: keys.size, anyone, way: wayOf(share, before), share }];
}

function wayOf(share: AccessShare, before: ReadonlySet<string>): GrowthWay {
  if (share.type === 'link' || share.fileRequest) return { kind: 'link' };
  if (share.type !== 'group' || share.recipient === null) return { kind: 'people' };
  // A share to a group names the group.
  const group = share.recipient as GroupId;
  return { kind: before.has(keyOf(share)) ? 'groupGrew' : 'groupShare', group };
}

/** By the shares that may have brought somebody: whom, if they did not see the thing before. */
function bringersIn(
  earlier: AccessModel,
  later: AccessModel,
  before: ReadonlySet<string>,
): ReadonlyMap<AccessShare, readonly AccessSubject[]> {
  const known = new Map(earlier.facts.people.map(({ id, groups }) => [id, new Set(groups)]));
  const inGroup = new Map<string, MemberId[]>();
  const joined = new Map<string, MemberId[]>();
  const enabled = new Set<MemberId>();
  for (const { id, groups, enabled: isEnabled } of later.facts.people) {
    const old = known.get(id);
    if (old === undefined || !isEnabled) continue;
    enabled.add(id);
    for (const group of groups) {
      addTo(inGroup, group, id);
      if (!old.has(group)) addTo(joined, group, id);
    }
  }
  const subjects = sightsIn(later).map((share) => {
    const isNew = !before.has(keyOf(share));
    if (share.type === 'group') {
      const people = (isNew ? inGroup : joined).get(share.recipient ?? '') ?? [];
      return [share, people.filter((id) => isForMember(share, id)).map(personOf)] as const;
    }
    return [share, isNew ? subjectsOfShare(share).filter((one) => counts(one, enabled)) : []] as const;
  });
  return new Map(subjects.filter(([, brought]) => brought.length > 0));
}

function addTo(lists: Map<string, MemberId[]>, key: string, id: MemberId): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [id]);
  else list.push(id);
}

function personOf(id: MemberId): AccessSubject {
  return { kind: 'person', id };
}

function counts(subject: AccessSubject, accounts: ReadonlySet<MemberId>): boolean {
  if (subject.kind === 'person') return accounts.has(subject.id);
  return subject.kind === 'anyone' || subject.kind === 'mail' || subject.kind === 'federated';
}

function sees(model: AccessModel, subject: AccessSubject, thing: Thing): boolean {
  return model.grantFor(subject, thing)?.permissions.includes('read') === true;
}

/** The shares that let somebody see something. */
function sightsIn({ facts }: AccessModel): readonly AccessShare[] {
  return facts.shares.filter((share) => may(share, 'read') && isInForce(share, facts.today));
}

function keyOf(share: AccessShare): string {
  return `${shareKey(share)}:${share.recipient}`;
}

function readInBoth(earlier: AccessModel, later: AccessModel): ReadonlySet<MemberId> {
  const readIn = ({ facts }: AccessModel) => facts.people.filter(({ isRead }) => isRead).map(({ id }) => id);
  const before = new Set(readIn(earlier));
  return new Set(readIn(later).filter((id) => before.has(id)));
}
