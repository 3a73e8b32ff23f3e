import type { AccessFacts, AccessShare, AccessSpace, AccessSubject } from '../../../access/types.ts';
import { fileId, groupId, memberId, shareId } from '../../../model/ids.ts';
import type { TreePath } from '../../../model/path/path.ts';
import { PERMISSIONS, SHARE_KINDS, shareKey } from '../../../model/share.ts';
import {
  type AccessData,
  ITEM_FLAGS,
  OUTSIDE_KINDS,
  SHARE,
  type ShareData,
  SPACE,
  type SpaceData,
  type TotalsData,
} from './access-data.ts';
import { ITEM, type PageData } from './data.ts';
import { namesIn } from './packed.ts';

const DAY = 86_400_000;

/** Where a group folder stands in every tree of the facts. */
function spacePath(space: number): TreePath {
  return `/s${space}`;
}

/** The facts of the run, of which the page's script makes the same model as everybody else. */
export function accessFacts({
  access,
  items,
  people,
}: Pick<PageData, 'access' | 'items' | 'people'>): AccessFacts {
  const { unread, disabled } = { unread: new Set(access.unread), disabled: new Set(access.disabled) };
  const rows: readonly ShareData[] = [...items.map(ITEM.unpack), ...access.shares.map(SHARE.unpack)];
  const pathOf = pathsOf(access);
  const unplaced = new Set(access.unplaced);
  return {
    today: access.today,
    people: access.memberships.map((groups, at) => ({
      id: memberId(String(at)),
      name: people[at]?.[2] ?? '',
      enabled: !disabled.has(at),
      groups: groups.map((group) => groupId(String(group))),
      isRead: !unread.has(at),
    })),
    groups: access.groups.flatMap(([, others], at) =>
      others < 0 ? [] : [{ id: groupId(String(at)), others }],
    ),
    spaces: access.spaces.map(SPACE.unpack).map(spaceFrom),
    shares: rows.map((row, at) => shareFrom(row, pathOf(at), !unplaced.has(at), access)),
    lacks: access.lacks,
  };
}

function spaceFrom({ id, members, groups, hasRules }: SpaceData, at: number): AccessSpace {
  return {
    id: fileId(id),
    path: spacePath(at),
    places: new Map(),
    members: members.map((member) => memberId(String(member))),
    groups:
      groups === 0
        ? null
        : groups.map(([group, mask]) => ({ id: String(group), permissions: namesIn(PERMISSIONS, mask) })),
    hasRules: hasRules < 0 ? null : hasRules === 1,
  };
}

function shareFrom(row: ShareData, path: TreePath, pathKnown: boolean, access: AccessData): AccessShare {
  const kind = SHARE_KINDS[row.kind] ?? 'other';
  const flags = namesIn(ITEM_FLAGS, row.flags);
  const named = typeof row.recipient === 'number' ? [row.recipient] : row.recipient;
  const names = named.filter((at) => at >= 0).map((at) => recipientId(at, row.kind, access));
  const isRequest = kind === 'fileRequest';
  const lastDay = typeof row.end === 'string' ? row.end : null;
  return {
    id: shareId(row.id),
    type: kind === 'fileRequest' ? 'mail' : kind,
    owner: memberId(String(row.owner)),
    sharedBy: memberId(String(row.maker)),
    path,
    pathKnown,
    fileId: fileId(row.fileId),
    isFolder: flags.includes('isFolder'),
    permissions: namesIn(PERMISSIONS, row.permissions),
    hasPassword: flags.includes('hasPassword'),
    expires: lastDay,
    lastDay,
    createdAt: row.made === null ? null : row.made * DAY,
    recipient: isRequest ? null : (names[0] ?? null),
    fileRequest: isRequest,
    recipients: isRequest ? names : [],
    label: row.label || '',
    unread: row.end === -1 ? ['expires'] : [],
  };
}

/** Somebody outside, as the facts name them. */
export function outsideSubject(
  { kind, at }: TotalsData,
  access: AccessData,
  facts: AccessFacts,
): AccessSubject {
  const name = OUTSIDE_KINDS[kind] ?? 'anyone';
  switch (name) {
    case 'anyone':
      return { kind: name };
    case 'mail':
      return { kind: name, address: addressId(at, access) };
    case 'federated':
      return { kind: name, id: addressId(at, access) };
    case 'domain':
      return { kind: name, domain: String(at) };
    default: {
      const share = facts.shares[-2 - at];
      return { kind: name, id: share === undefined ? String(at) : shareKey(share) };
    }
  }
}

function recipientId(at: number, kind: number, access: AccessData): string {
  const type = SHARE_KINDS[kind];
  const isAddress = type === 'mail' || type === 'federated' || type === 'fileRequest';
  return isAddress ? addressId(at, access) : String(at);
}

/** It keeps the form of an address, for the model looks for its domain. */
function addressId(at: number, { outsiders }: AccessData): string {
  const domain = outsiders[at]?.[1] ?? -1;
  return domain < 0 ? String(at) : `${at}@${domain}`;
}

/** The path of a share by its place: the places of the shares above it and its own. */
function pathsOf({ same, within, unplaced, inSpaces }: AccessData): (share: number) => TreePath {
  const [sameAs, above] = [new Map(pairsOf(same)), new Map(pairsOf(within))];
  const names = new Set(unplaced);
  const spaces = new Map(inSpaces.map(([share, space, path]) => [share, { space, isRoot: path === 1 }]));
  return function pathOf(share: number): TreePath {
    const first = sameAs.get(share);
    if (first !== undefined) return pathOf(first);
    if (names.has(share)) return String(share);
    const folder = above.get(share);
    if (folder !== undefined) return `${pathOf(folder)}/${share}`;
    const inSpace = spaces.get(share);
    if (inSpace === undefined) return `/${share}`;
    return inSpace.isRoot ? spacePath(inSpace.space) : `${spacePath(inSpace.space)}/${share}`;
  };
}

/** Numbers that stand two by two. */
export function pairsOf(flat: readonly number[]): readonly (readonly [number, number])[] {
  const all: (readonly [number, number])[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) all.push([flat[at] ?? -1, flat[at + 1] ?? -1]);
  return all;
}

/** The share whose place ends a path of the facts; −1 = none. */
export function shareAt(path: TreePath): number {
  const last = path.slice(path.lastIndexOf('/') + 1);
  return /^\d+$/.test(last) ? Number(last) : -1;
}
