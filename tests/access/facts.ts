import type { AccessFacts, AccessPerson, AccessShare, AccessSpace } from '../../src/access/types.ts';
import { fileId, groupId, memberId, shareId } from '../../src/model/ids.ts';
import type { TreePath } from '../../src/model/path/path.ts';

export const TODAY = '2026-11-24';

export function personOf(
  id: string,
  parts: Partial<AccessPerson> & { readonly in?: readonly string[] } = {},
): AccessPerson {
  const { in: groups = [], ...rest } = parts;
  return { id: memberId(id), name: id, enabled: true, groups: groups.map(groupId), isRead: true, ...rest };
}

interface ShareWish extends Partial<Omit<AccessShare, 'id' | 'owner' | 'sharedBy' | 'fileId'>> {
  readonly by?: string;
  readonly file?: string;
}

let number = 1;

/** A share of a folder to read, made by its owner 30 days ago, unless said otherwise. */
export function shareOf(owner: string, path: TreePath, { by, file, ...parts }: ShareWish = {}): AccessShare {
  return {
    id: shareId(String(number++)),
    type: 'user',
    owner: memberId(owner),
    sharedBy: memberId(by ?? owner),
    path,
    pathKnown: true,
    fileId: fileId(file ?? `${owner}${path}`),
    isFolder: true,
    permissions: ['read'],
    hasPassword: false,
    ...{ expires: null, lastDay: null, createdAt: Date.UTC(2026, 9, 25), recipient: null },
    ...{ fileRequest: false, recipients: [], label: '', unread: [] },
    ...parts,
  };
}

export function spaceOf(id: string, path: TreePath, parts: Partial<AccessSpace> = {}): AccessSpace {
  return { id: fileId(id), path, places: new Map(), members: [], groups: [], hasRules: false, ...parts };
}

/** Anna, Bert and Carl, of whom Bert and Carl sing in the choir. */
export function factsOf(parts: Partial<AccessFacts> = {}): AccessFacts {
  const people = [personOf('anna'), personOf('bert', { in: ['choir'] }), personOf('carl', { in: ['choir'] })];
  const groups = [{ id: groupId('choir'), others: 0 }];
  return { today: TODAY, people, groups, spaces: [], shares: [], lacks: [], ...parts };
}
