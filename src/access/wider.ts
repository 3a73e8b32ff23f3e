import { groupedBy } from '../model/grouped.ts';
import type { MemberId } from '../model/ids.ts';
import { parentOf, type TreePath } from '../model/path/path.ts';
import { lacksPassword, rightsOf } from '../model/share.ts';
import { subjectKey, subjectsOfShare, thingKey } from './keys.ts';
import type { AccessModel, AccessShare, AccessSubject, Reacher, Thing } from './types.ts';

/** A shared folder that is open wider than the nearest folder above it that is shared, or is a group folder. */
export interface WiderFolder {
  readonly thing: Thing;
  readonly above: Thing;
  /** Who sees it and not the folder above, or may change it and there only look; the widest first, never empty. */
  readonly reachers: readonly Reacher[];
  /** How many people they are, as far as they are known one by one or by number; anyone is not counted. */
  readonly people: number;
  /** The share on it by which the first of them reaches it. */
  readonly share: AccessShare;
  /** The folder above in the tree of the owner of that share. */
  readonly abovePath: TreePath;
}

/** A shared folder with the nearest shared folder above it; null where there is none. */
export type FolderAbove = (thing: Thing) => Thing | null;

/** Every folder that is open wider than its folder, by owner and path. */
export function widerFolders(model: AccessModel): readonly WiderFolder[] {
  const aboveOf = foldersAbove(model);
  const known: Known = {
    people: new Set(model.facts.people.map(({ id }) => id)),
    others: new Map(model.facts.groups.map(({ id, others }) => [id, others])),
  };
  const sharesOn = groupedBy(model.facts.shares, ({ fileId }) => fileId);
  const levels = new Map<string, Levels>();
  const levelsOf = (thing: Thing) => {
    const key = thingKey(thing);
    const found = levels.get(key) ?? levelsIn(model.whoReachesThing(thing).reachers, known.others);
    levels.set(key, found);
    return found;
  };
  return model.things().flatMap((thing): readonly WiderFolder[] => {
    const above = thing.isFolder ? aboveOf(thing) : null;
    if (above === null || isCovered(model, sharesOn.get(thing.fileId) ?? [], above)) return [];
    const reachers = widerReachers(model.whoReachesThing(thing).reachers, levelsOf(above), known);
    const share = reachers.map(shareOn).find((one) => one !== null);
    if (share == null) return [];
    const people = reachers.reduce((sum, { subject }) => sum + peopleIn(subject, known), 0);
    return [{ thing, above, reachers, people, share, abovePath: pathFor(model, above, share.owner) }];
  });
}

/** Whether whoever the shares name gets as far with the folder above: then nobody needs to be looked at one by one. */
function isCovered(model: AccessModel, shares: readonly AccessShare[], above: Thing): boolean {
  return shares.every((share) =>
    subjectsOfShare(share).every((subject) => {
      if (subject.kind === 'anyone') return levelOf(share.permissions) === 0;
      const before = model.grantFor(subject, above);
      return levelOf(share.permissions) <= (before === null ? 0 : levelOf(before.permissions));
    }),
  );
}

function peopleIn(subject: AccessSubject, { others }: Known): number {
  if (subject.kind === 'group') return others.get(subject.id) ?? 0;
  return subject.kind === 'person' || subject.kind === 'mail' || subject.kind === 'federated' ? 1 : 0;
}

/** Where a thing stands in somebody's tree. */
function pathFor({ facts }: AccessModel, { place, path }: Thing, member: MemberId): TreePath {
  if (place.kind === 'member') return path;
  const space = facts.spaces.find(({ id }) => id === place.space);
  const root = space?.places.get(member) ?? space?.path ?? '/';
  return path === '/' ? root : `${root}${path}`;
}

/** Finds for shared things the nearest shared folder above, in the tree in which they stand. */
export function foldersAbove(model: AccessModel): FolderAbove {
  const trees = new Map<string, Map<string, Thing>>();
  for (const thing of model.things()) {
    if (!thing.isFolder || !thing.path.startsWith('/')) continue;
    const tree = trees.get(treeKey(thing)) ?? new Map<string, Thing>();
    tree.set(thing.path, thing);
    trees.set(treeKey(thing), tree);
  }
  return (thing) => {
    const tree = trees.get(treeKey(thing));
    if (tree === undefined || !thing.path.startsWith('/')) return null;
    for (let at = thing.path; at !== '/'; ) {
      at = parentOf(at);
      const above = tree.get(at);
      if (above !== undefined) return above;
    }
    return null;
  };
}

function treeKey({ place }: Thing): string {
  return place.kind === 'member' ? `member:${place.owner}` : `space:${place.space}`;
}

interface Known {
  /** Accounts of the audit. */
  readonly people: ReadonlySet<string>;
  /** By group, how many accounts in it are not of the audit. */
  readonly others: ReadonlyMap<string, number>;
}

/** How far somebody gets: 0 sees nothing (a drop), 1 looks, 2 changes. */
type Level = 0 | 1 | 2;

/** How far each gets with a folder; who is missing does not reach it. */
interface Levels {
  readonly of: ReadonlyMap<string, Level>;
  /** How far anyone gets without a password. */
  readonly open: Level;
  /** Somebody sees it of whom is not known who it is: in a circle, a conversation, on a card. */
  readonly isVague: boolean;
  /** A group sees it in which are accounts that the audit leaves out. */
  readonly hasOthers: boolean;
}

const VAGUE: readonly AccessSubject['kind'][] = ['circle', 'room', 'deck', 'other'];

function levelsIn(reachers: readonly Reacher[], others: ReadonlyMap<string, number>): Levels {
  const anyone = reachers.find(({ subject }) => subject.kind === 'anyone');
  return {
    of: new Map(reachers.map((one) => [subjectKey(one.subject), levelOf(one.permissions)])),
    open: anyone === undefined ? 0 : openLevel(anyone),
    isVague: reachers.some(({ subject }) => VAGUE.includes(subject.kind)),
    hasOthers: reachers.some(({ subject }) => subject.kind === 'group' && others.get(subject.id) !== 0),
  };
}

function levelOf(permissions: Reacher['permissions']): Level {
  if (!permissions.includes('read')) return 0;
  return rightsOf({ permissions }) === 'change' ? 2 : 1;
}

function openLevel({ ways }: Reacher): Level {
  const open = ways.flatMap((way) =>
    way.kind === 'share' && lacksPassword(way.share) ? [levelOf(way.share.permissions)] : [],
  );
  return open.includes(2) ? 2 : open.includes(1) ? 1 : 0;
}

/**
 * What anyone may do with the folder above, everybody may. Who may be among those above of whom nothing is known is left
 * out, and so is a group as such: those in it count one by one, unless some of them are not known.
 */
function widerReachers(
  reachers: readonly Reacher[],
  above: Levels,
  { people, others }: Known,
): readonly Reacher[] {
  return reachers.filter((reacher) => {
    const { subject, isSuspended, permissions } = reacher;
    const level = levelOf(permissions);
    const before = above.of.get(subjectKey(subject)) ?? 0;
    if (subject.kind === 'anyone') return level > before || openLevel(reacher) > above.open;
    if (isSuspended || level <= Math.max(before, above.open)) return false;
    if (subject.kind === 'group')
      return (others.get(subject.id) ?? 0) > 0 && before === 0 && !above.isVague && !above.hasOthers;
    const mayBeAbove =
      above.isVague || (subject.kind === 'person' && above.hasOthers && !people.has(subject.id));
    return before > 0 || !mayBeAbove;
  });
}

function shareOn({ ways }: Reacher): AccessShare | null {
  const on = ways.find((way) => way.kind === 'share' && way.above === null);
  return on?.kind === 'share' ? on.share : null;
}
