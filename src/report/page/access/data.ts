import { subjectDomain } from '../../../access/keys.ts';
import { locate, type People, peopleOf } from '../../../access/people.ts';
import type { AccessSpace, AccessSubject } from '../../../access/types.ts';
import { memberId } from '../../../model/ids.ts';
import { parentOf } from '../../../model/path/path.ts';
import type { ResultShare } from '../../../model/result.ts';
import { PERMISSIONS, RIGHTS } from '../../../model/share.ts';
import { outsideText } from '../../../model/text/outside-text.ts';
import { accessOf, freshAccess, keyOf } from '../../figures/access.ts';
import { figuresOf } from '../../figures/figures.ts';
import type { ReportInput } from '../../input.ts';
import { type AccessData, OUTSIDE_KINDS, type ShareData, SPACE, TOTALS } from '../common/access-data.ts';
import { maskOf } from '../common/packed.ts';
import { dayAt } from '../data-rows.ts';
import { type Interned, interned } from '../interned.ts';
import { folderPlaces, outsideRows } from './view.ts';

/** Places in the lists of the data for those whom shares and group folders name. */
export interface AccessPlaces {
  readonly people: Interned;
  readonly groups: Interned;
  readonly outsiders: Interned;
  /** How an outsider is written, in the order of `outsiders`. */
  readonly written: readonly string[];
  /** Whom a share names, see `ShareData.recipient`. */
  recipientOf(share: ResultShare): ShareData['recipient'];
}

/** @param people members first, in the order of the result. */
export function accessPlaces(people: Interned): AccessPlaces {
  const [groups, outsiders] = [interned(), interned()];
  const written: string[] = [];
  const outsider = (text: string, key = text) => {
    const at = outsiders.at(key);
    written[at] ??= text;
    return at;
  };
  const address = (text: string) => outsider(text, text.toLowerCase());
  return {
    ...{ people, groups, outsiders, written },
    recipientOf({ type, recipient, fileRequest, recipients }) {
      if (fileRequest) return recipients.map(address);
      if (recipient === null) return -1;
      if (type === 'user') return people.at(recipient);
      if (type === 'group' || type === 'circle') return groups.at(recipient);
      return type === 'mail' || type === 'federated' ? address(recipient) : outsider(recipient);
    },
  };
}

/** What the page's script makes the model of, see `AccessData`. @param packed the shares that are no exposed items. */
export function accessData(
  input: ReportInput,
  packed: AccessData['shares'],
  places: AccessPlaces,
): AccessData {
  const { exposed, shares: all } = figuresOf(input);
  const isShown = new Set(exposed);
  const shares = [...exposed, ...all.filter((item) => !isShown.has(item))].map(({ share }) => share);
  const { facts } = accessOf(input);
  const people = peopleOf(facts);
  const spaces = facts.spaces.map((space) => SPACE.pack(spaceData(space, people, places)));
  const memberships = facts.people.map(({ groups }) =>
    [...new Set(groups)].map((id) => places.groups.at(id)),
  );
  const others = new Map(facts.groups.map((group) => [String(group.id), group.others]));
  for (const id of others.keys()) places.groups.at(id);
  const domains = interned();
  const outsiders = places.written.map((text): [string, number] => {
    const domain = subjectDomain({ kind: 'mail', address: text.toLowerCase() });
    return [outsideText(text), domain === null ? -1 : domains.at(domain)];
  });
  const fresh = freshAccess(input);
  const placing = placesOfShares(shares, facts.spaces, people);
  const wider = new Set(
    folderPlaces(input).flatMap((one) => (one.isWider ? [String(one.thing.fileId)] : [])),
  );
  return {
    today: facts.today,
    shares: packed,
    ...placing,
    outsiders,
    domains: domains.all.map(outsideText),
    groups: places.groups.all.map((id) => [outsideText(id), others.get(id) ?? -1]),
    memberships,
    unread: facts.people.flatMap(({ isRead }, at) => (isRead ? [] : [at])),
    disabled: facts.people.flatMap(({ enabled }, at) => (enabled ? [] : [at])),
    spaces,
    fresh: shares.flatMap((share, at) => (fresh.shares.has(keyOf(share)) ? [at] : [])),
    joined: [...fresh.joined].flatMap(([person, groups]) =>
      [...groups].flatMap((group) => [places.people.at(person), places.groups.at(group)]),
    ),
    totals: totalsOf(input, places, domains, shares),
    wider: [...new Set(shares.flatMap(({ fileId }, at) => (wider.has(fileId) ? [at] : [])))],
    lacks: facts.lacks,
  };
}

function spaceData(space: AccessSpace, people: People, { groups, people: persons }: AccessPlaces) {
  const byTreeAlone = [...people.inSpace(space)].filter(([, ways]) => ways.every((group) => group === null));
  const hasRules = space.hasRules === null ? -1 : space.hasRules ? 1 : 0;
  return {
    id: space.id,
    name: outsideText(space.path),
    members: byTreeAlone.map(([member]) => persons.at(member)),
    groups:
      space.groups === null
        ? (0 as const)
        : space.groups.map((one): [number, number] => [
            groups.at(one.id),
            maskOf(PERMISSIONS, one.permissions),
          ]),
    hasRules: hasRules as -1 | 0 | 1,
  };
}

/** What lies in what: see the fields of `AccessData`. */
function placesOfShares(
  shares: readonly ResultShare[],
  spaces: readonly AccessSpace[],
  people: People,
): Pick<AccessData, 'same' | 'within' | 'unplaced' | 'inSpaces'> {
  const spaceAt = new Map(spaces.map((space, at) => [space.id, { space, at }]));
  const located = shares.map((share) => {
    if (!share.pathKnown) return null;
    const { place, path } = locate(people, memberId(share.owner), share.path);
    const tree = place.kind === 'member' ? `m${place.owner}` : `s${place.space}`;
    return { tree, path, space: place.kind === 'space' ? spaceAt.get(place.space) : undefined };
  });
  const firstAt = new Map<string, number>();
  for (const [at, one] of located.entries()) {
    const key = `${one?.tree}\n${one?.path}`;
    if (one !== null && !firstAt.has(key)) firstAt.set(key, at);
  }
  const all = { same: [] as number[], within: [] as number[], unplaced: [] as number[] };
  const inSpaces: (readonly [number, number, string | 0 | 1])[] = [];
  for (const [at, one] of located.entries()) {
    if (one === null) {
      all.unplaced.push(at);
      continue;
    }
    const first = firstAt.get(`${one.tree}\n${one.path}`) ?? at;
    if (first !== at) {
      all.same.push(at, first);
      continue;
    }
    for (let path = one.path, above: number | undefined; above === undefined && path !== '/'; ) {
      path = parentOf(path);
      above = firstAt.get(`${one.tree}\n${path}`);
      if (above !== undefined) all.within.push(at, above);
    }
    if (one.space === undefined) continue;
    const isRoot = one.path === '/';
    const shown = `${one.space.space.path}${isRoot ? '' : one.path}`;
    inSpaces.push([at, one.space.at, isRoot ? 1 : shown === shares[at]?.path ? 0 : outsideText(shown)]);
  }
  return { ...all, inSpaces };
}

/** `OUTSIDE_KINDS`, to be asked for any kind. */
const outsideKinds: readonly AccessSubject['kind'][] = OUTSIDE_KINDS;

function totalsOf(
  input: ReportInput,
  places: AccessPlaces,
  domains: Interned,
  shares: readonly ResultShare[],
): AccessData['totals'] {
  const byKey = new Map(shares.map((share, at) => [keyOf(share), at]));
  return outsideRows(input).map(({ subject, totals }) =>
    TOTALS.pack({
      kind: outsideKinds.indexOf(subject.kind),
      at: placeOf(subject, places, domains, byKey),
      things: totals.things,
      widest: totals.widest === null ? -1 : RIGHTS.indexOf(totals.widest),
      oldest: totals.oldest === null ? -1 : dayAt(totals.oldest, input),
      endless: totals.endless,
      fresh: totals.fresh,
    }),
  );
}

/** See `TotalsData.at`. */
function placeOf(
  subject: AccessSubject,
  { outsiders }: AccessPlaces,
  domains: Interned,
  shares: ReadonlyMap<string, number>,
): number {
  switch (subject.kind) {
    case 'mail':
      return outsiders.at(subject.address);
    case 'domain':
      return domains.at(subject.domain);
    case 'anyone':
      return -1;
    default:
      return outsiders.has(subject.id) ? outsiders.at(subject.id) : -2 - (shares.get(subject.id) ?? 0);
  }
}
