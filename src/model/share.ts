import type { FileId, MemberId, ShareId } from './ids.ts';
import type { TreePath } from './path.ts';
import type { UtcMs } from './units.ts';

export const SHARE_TYPES = [
  'link',
  'mail',
  'user',
  'group',
  'federated',
  'circle',
  'room',
  'deck',
  'other',
] as const;
export type ShareType = (typeof SHARE_TYPES)[number];

export const PERMISSIONS = ['read', 'update', 'create', 'delete', 'share'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** A share as the owner sees it. Tokens and password hashes are dropped in the parser and never get here. */
export interface Share {
  readonly id: ShareId;
  readonly type: ShareType;
  /** Owner of the file (`uid_file_owner`). */
  readonly owner: MemberId;
  /** Who made the share (`uid_owner`). */
  readonly sharedBy: MemberId;
  /** From the owner's tree where the owner's list or tree is known, else from the maker's. */
  readonly path: TreePath;
  readonly fileId: FileId;
  readonly isFolder: boolean;
  readonly permissions: readonly Permission[];
  readonly hasPassword: boolean;
  /** `YYYY-MM-DD` as the server writes it. */
  readonly expires: string | null;
  readonly createdAt: UtcMs;
  /** The recipient's id as the server gives it; null for links. */
  readonly recipient: string | null;
  readonly label: string;
  /** Whether there is a note. */
  readonly note: boolean;
  readonly hideDownload: boolean;
  /** Length of the link's token; the token itself is not kept. Null where there is none. */
  readonly tokenLength: number | null;
}

/** The same share seen from two members has the same key. */
export function shareKey(share: Pick<Share, 'type' | 'id'>): string {
  return `${share.type}:${share.id}`;
}

/** The OCS bit mask (OCS share API: read 1, update 2, create 4, delete 8, share 16) as words. */
export function permissionsOf(mask: number): readonly Permission[] {
  return PERMISSIONS.filter((_, bit) => (mask & (1 << bit)) !== 0);
}

export function may(share: Pick<Share, 'permissions'>, permission: Permission): boolean {
  return share.permissions.includes(permission);
}

/** A public link (share type 3), the only kind that "link-…" checks judge, unless they say so. */
export function isPublicLink(share: Pick<Share, 'type'>): boolean {
  return share.type === 'link';
}
