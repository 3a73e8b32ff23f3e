import { accessModel } from '../../../../access/model.ts';
import type { AccessModel, AccessSubject, Way } from '../../../../access/types.ts';
import { shareKey } from '../../../../model/share.ts';
import { SHARE, SPACE } from '../../common/access-data.ts';
import { accessFacts, pairsOf, shareAt } from '../../common/access-facts.ts';
import type { AccessLanguage, AccessNames } from '../../common/access-names.ts';
import { ITEM } from '../../common/data.ts';
import { DATA, person } from '../page-data.ts';
import { joined } from '../texts.ts';
import { format, say, sayAccess } from '../words.ts';

const { access } = DATA;
const members = access.memberships.length;

let made: AccessModel | null = null;

/** The model of access over the facts of the page; made when it is first asked. */
export function model(): AccessModel {
  made ??= accessModel(accessFacts(DATA));
  return made;
}

/** The texts of the paths of shares, in the order of their places. */
const paths: readonly string[] = [
  ...DATA.items.map((packed) => ITEM.unpack(packed).path),
  ...access.shares.map((packed) => SHARE.unpack(packed).path),
];
const inSpaces = new Map(access.inSpaces.map(([share, , path]) => [share, path]));
const spaces = new Map(access.spaces.map(SPACE.unpack).map(({ id, name }) => [id, name]));

/** How the places that stand for ids are shown. */
export const NAMES: AccessNames = {
  person: (id) => person(Number(id)).id,
  isMember: (id) => Number(id) < members,
  about(id) {
    const { antenna, name } = person(Number(id));
    return joined([antenna, name]);
  },
  group: (id) => access.groups[Number(id)]?.[0] ?? '?',
  outsider: (id) => access.outsiders[Number.parseInt(id, 10)]?.[0] ?? '?',
  domain: (id) => access.domains[Number(id)] ?? '?',
  path(place, path) {
    const share = shareAt(path);
    const text = paths[share] ?? '/';
    if (place.kind === 'member') return text;
    const name = spaces.get(place.space) ?? '?';
    const shown = inSpaces.get(share);
    return path === '/' ? name : typeof shown === 'string' ? shown : text;
  },
};

/** The language shown now. */
export function accessLanguage(): AccessLanguage {
  return { say, sayAccess, format: format() };
}

const joinedGroups = new Set(pairsOf(access.joined).map(([member, group]) => `${member} ${group}`));
let freshKeys: ReadonlySet<string> | null = null;

/** Whether a way is there for somebody since the run before. */
export function isFreshWay(way: Way, subject: AccessSubject): boolean {
  if (way.kind !== 'share') return false;
  freshKeys ??= new Set(access.fresh.flatMap((at) => model().facts.shares[at] ?? []).map(shareKey));
  if (freshKeys.has(shareKey(way.share))) return true;
  return subject.kind === 'person' && joinedGroups.has(`${subject.id} ${way.group}`);
}

/** Ids of files on which a share is new since the run before. */
export function freshFiles(): ReadonlySet<string> {
  return filesOf(access.fresh);
}

/** Ids of folders that are open wider than the folder above. */
export function widerFiles(): ReadonlySet<string> {
  return filesOf(access.wider);
}

function filesOf(shares: readonly number[]): ReadonlySet<string> {
  return new Set(shares.map((at) => model().facts.shares[at]?.fileId ?? ''));
}
