import type { MemberId } from '../model/ids.ts';
import type { TreePath } from '../model/path/path.ts';
import { foldersAbove } from './folders-above.ts';
import { subjectKey, subjectsOfShare } from './keys.ts';
import { levelOf } from './levels.ts';
import { SUBJECT_KINDS } from './reachers.ts';
import type {
  AccessModel,
  AccessShare,
  AccessSubject,
  Level,
  Levels,
  LevelTable,
  SubjectLevel,
  Thing,
} from './types.ts';

/** A shared folder that is open wider than the nearest folder above it that is shared, or is a group folder. */
export interface WiderFolder {
  readonly thing: Thing;
  readonly above: Thing;
  /** How many people see it and not the folder above, or may change it and there only look; without anyone. */
  readonly people: number;
  /** Whether anyone who has the address of a link does. */
  readonly anyone: boolean;
  /** The share on it by which the first of them reaches it: the widest rights first, anyone before people. */
  readonly share: AccessShare;
  /** The folder above in the tree of the owner of that share. */
  readonly abovePath: TreePath;
}

/** Every folder that is open wider than its folder, by owner and path. */
export function widerFolders(model: AccessModel): readonly WiderFolder[] {
  const aboveOf = foldersAbove(model);
  // Folders stand by path: those of one folder come one after the other, and it is looked at once.
  const [tableAbove, table] = [model.levels(), model.levels()];
  const known = knownOf(model, table);
  let last: Above | null = null;
  return model.things().flatMap((thing): readonly WiderFolder[] => {
    const above = thing.isFolder ? aboveOf(thing) : null;
    if (above === null) return [];
    if (last?.thing !== above) last = aboveAt(above, tableAbove.on(above), known);
    const wider = widerThan(last, table.on(thing), known);
    const share = firstShare(wider, table, thing);
    if (share === null) return [];
    const { people, subjects } = wider;
    return [
      {
        thing,
        above,
        people,
        share,
        anyone: subjects.has('anyone'),
        abovePath: pathFor(model, above, share.owner),
      },
    ];
  });
}

interface Known {
  readonly accounts: LevelTable['accounts'];
  /** Where accounts stand that are disabled, or are none of the audit. */
  readonly suspended: ReadonlySet<number>;
  readonly strangers: ReadonlySet<number>;
  /** By group, how many accounts in it are not of the audit. */
  readonly others: ReadonlyMap<string, number>;
}

function knownOf({ facts }: AccessModel, { accounts, placeOf }: LevelTable): Known {
  const people = new Map(facts.people.map(({ id, enabled }) => [id, enabled]));
  const where = (is: boolean | undefined) =>
    new Set(accounts.flatMap((id) => (people.get(id) === is ? (placeOf(id) ?? []) : [])));
  return {
    accounts,
    suspended: where(false),
    strangers: where(undefined),
    others: new Map(facts.groups.map(({ id, others }) => [id, others])),
  };
}

/** The folder above, and who may be among those that see it. */
interface Above {
  readonly thing: Thing;
  readonly levels: Levels;
  /** Somebody sees it of whom is not known who it is: in a circle, a conversation, on a card. */
  readonly isVague: boolean;
  /** A group sees it in which are accounts that the audit leaves out. */
  readonly hasOthers: boolean;
}

const VAGUE: readonly AccessSubject['kind'][] = ['circle', 'room', 'deck', 'other'];

function aboveAt(thing: Thing, levels: Levels, { others }: Known): Above {
  const subjects = [...levels.subjects.values()].map(({ subject }) => subject);
  return {
    thing,
    levels,
    isVague: subjects.some(({ kind }) => VAGUE.includes(kind)),
    hasOthers: subjects.some((subject) => subject.kind === 'group' && others.get(subject.id) !== 0),
  };
}

/** Who gets further with a folder than with the one above. */
interface Wider {
  /** How far an account gets that does; 0 of the others. */
  accountAt(place: number | undefined): Level;
  readonly subjects: ReadonlyMap<string, Level>;
  readonly people: number;
}

/**
 * What anyone may do with the folder above, everybody may. Who may be among those above of whom nothing is known is left
 * out, and so is a group as such: those in it count one by one, unless some of them are not known.
 */
function widerThan(above: Above, here: Levels, known: Known): Wider {
  const { of, open } = above.levels;
  const accountAt = (at = -1): Level => {
    const level = here.of[at] ?? 0;
    const before = of[at] ?? 0;
    if (level <= before || level <= open || known.suspended.has(at)) return 0;
    const mayBeAbove = above.isVague || (above.hasOthers && known.strangers.has(at));
    return before > 0 || !mayBeAbove ? level : 0;
  };
  const subjects = [...here.subjects].filter(([key, one]) => isWider(key, one, here.open, above, known));
  let people = subjects.reduce((sum, [, { subject }]) => sum + peopleIn(subject, known), 0);
  for (const at of here.seeing) if (accountAt(at) > 0) people += 1;
  return { accountAt, people, subjects: new Map(subjects.map(([key, { level }]) => [key, level])) };
}

function isWider(
  key: string,
  { subject, level }: SubjectLevel,
  open: Level,
  { levels, isVague, hasOthers }: Above,
  { others }: Known,
): boolean {
  const before = levels.subjects.get(key)?.level ?? 0;
  if (subject.kind === 'anyone') return level > before || open > levels.open;
  if (level <= Math.max(before, levels.open)) return false;
  if (subject.kind === 'group')
    return (others.get(subject.id) ?? 0) > 0 && before === 0 && !isVague && !hasOthers;
  return before > 0 || !isVague;
}

function peopleIn(subject: AccessSubject, { others }: Known): number {
  if (subject.kind === 'group') return others.get(subject.id) ?? 0;
  return subject.kind === 'mail' || subject.kind === 'federated' ? 1 : 0;
}

/** The share by which the first of all comes; of several alike the one that is listed first. */
function firstShare(wider: Wider, table: LevelTable, thing: Thing): AccessShare | null {
  if (wider.people === 0 && wider.subjects.size === 0) return null;
  let first: AccessShare | null = null;
  let rank = 0;
  for (const share of table.sharesOn(thing)) {
    if (levelOf(share.permissions) === 0) continue;
    const ranks = subjectsOfShare(share).map((subject) => rankIn(wider, subject, share, table));
    const highest = Math.max(...ranks);
    if (highest > rank) [first, rank] = [share, highest];
  }
  return first;
}

/** The rank of a subject that gets further, or of the first of its members; 0 of nobody. */
function rankIn(
  { accountAt, subjects, people }: Wider,
  subject: AccessSubject,
  { owner, sharedBy }: AccessShare,
  { placeOf, membersOf }: LevelTable,
): number {
  if (subject.kind === 'person') return rankOf('person', accountAt(placeOf(subject.id)));
  let rank = rankOf(subject.kind, subjects.get(subjectKey(subject)) ?? 0);
  if (subject.kind !== 'group' || people === 0) return rank;
  const excluded = [placeOf(owner), placeOf(sharedBy)];
  for (const at of membersOf(subject.id)) {
    const level = accountAt(at);
    if (level > 0 && !excluded.includes(at)) rank = Math.max(rank, rankOf('person', level));
  }
  return rank;
}

/** Higher for who gets further, and for those outside before those inside. */
function rankOf(kind: AccessSubject['kind'], level: Level): number {
  if (level === 0) return 0;
  return level * SUBJECT_KINDS.length + SUBJECT_KINDS.length - SUBJECT_KINDS.indexOf(kind);
}

/** Where a thing stands in somebody's tree. */
function pathFor({ facts }: AccessModel, { place, path }: Thing, member: MemberId): TreePath {
  if (place.kind === 'member') return path;
  const space = facts.spaces.find(({ id }) => id === place.space);
  const root = space?.places.get(member) ?? space?.path ?? '/';
  return path === '/' ? root : `${root}${path}`;
}
