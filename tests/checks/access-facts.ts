import type { AccessFacts, AccessPerson, AccessShare, AccessSpace } from '../../src/access/types.ts';
import { fileId, groupId, memberId, shareId } from '../../src/model/ids.ts';

/** People by uid with their groups; all enabled, all read. */
export function people(groupsOf: Readonly<Record<string, readonly string[]>>): readonly AccessPerson[] {
  return Object.entries(groupsOf).map(([id, groups]) => ({
    id: memberId(id),
    name: id,
    enabled: true,
    groups: groups.map(groupId),
    isRead: true,
  }));
}

/** A share of anna's folder at `path`; its file id is the path unless one is given. */
export function shareOf(path: string, changes: Partial<AccessShare> = {}): AccessShare {
  return {
    id: shareId(`${path} ${changes.type ?? 'user'} ${changes.recipient ?? 'bruno'}`),
    type: 'user',
    owner: memberId('anna'),
    sharedBy: memberId('anna'),
    path,
    pathKnown: true,
    fileId: fileId(path),
    isFolder: true,
    permissions: ['read'],
    hasPassword: false,
    expires: null,
    lastDay: null,
    createdAt: Date.UTC(2026, 9, 1),
    recipient: 'bruno',
    fileRequest: false,
    recipients: [],
    label: '',
    unread: [],
    ...changes,
  };
}

export function linkOf(path: string, changes: Partial<AccessShare> = {}): AccessShare {
  return shareOf(path, { type: 'link', recipient: null, id: shareId(`${path} link`), ...changes });
}

export function groupShareOf(path: string, group: string, changes: Partial<AccessShare> = {}): AccessShare {
  return shareOf(path, { type: 'group', recipient: group, ...changes });
}

/** Facts of a run in which every account of the server is known; of whom a person is, groups are made. */
export function factsOf(changes: Partial<AccessFacts>): AccessFacts {
  const known = changes.people ?? people({ anna: [], bruno: [] });
  const groups = [...new Set(known.flatMap((person) => person.groups))];
  return {
    today: '2026-11-23',
    people: known,
    groups: groups.map((id) => ({ id, others: 0 })),
    spaces: [] as readonly AccessSpace[],
    shares: [],
    lacks: [],
    ...changes,
  };
}
