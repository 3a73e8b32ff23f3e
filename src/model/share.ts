import type { FileId, MemberId, ShareId, TokenHash } from './ids.ts';
import type { TreePath } from './path/path.ts';
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

/** Kinds as people see them: a file request is a mail share to the server only. */
export const SHARE_KINDS = [...SHARE_TYPES, 'fileRequest'] as const;
export type ShareKind = (typeof SHARE_KINDS)[number];

export const PERMISSIONS = ['read', 'update', 'create', 'delete', 'share'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What somebody with a share may do, in one word: only read, only drop files, or change and delete. */
export const RIGHTS = ['read', 'drop', 'change'] as const;
export type Rights = (typeof RIGHTS)[number];

/** What somebody with these permissions may do, in one word: change (or delete), only drop files, or only read. */
export function rightsOf({ permissions }: { readonly permissions: readonly Permission[] }): Rights {
  if (!permissions.includes('read')) return permissions.includes('create') ? 'drop' : 'read';
  return permissions.some((one) => one === 'update' || one === 'delete' || one === 'create')
    ? 'change'
    : 'read';
}

/** Makes the keyed hash of a link's token; null where there is no key. */
export type HashToken = (token: string) => TokenHash | null;

/** Who reaches a file at most, the fewest first. */
export const REACH_CLASSES = ['owner', 'colleagues', 'named', 'anyone'] as const;
export type ReachClass = (typeof REACH_CLASSES)[number];

/** A share as the owner sees it. Tokens and password hashes are dropped in the parser and never get here. */
export interface Share {
  readonly id: ShareId;
  readonly type: ShareType;
  /** Owner of the file (`uid_file_owner`). */
  readonly owner: MemberId;
  /** Who made the share (`uid_owner`). */
  readonly sharedBy: MemberId;
  /** As its owner sees it. Where the owner's tree is not known: the name alone as its maker sees it, without a slash. */
  readonly path: TreePath;
  /** Whether `path` is a path of the owner's tree: nothing is judged by any other. */
  readonly pathKnown: boolean;
  readonly fileId: FileId;
  readonly isFolder: boolean;
  readonly permissions: readonly Permission[];
  /** False also where the record tells nothing of a password (see `unread`): ask `lacksPassword`. */
  readonly hasPassword: boolean;
  /** `YYYY-MM-DD` as the server writes it; null where there is no end, or one that cannot be read (see `unread`). */
  readonly expires: string | null;
  /** The last day on which it works, `YYYY-MM-DD`; null as `expires`, and of a share that an earlier version stored. */
  readonly lastDay: string | null;
  /** Null where it cannot be read. */
  readonly createdAt: UtcMs | null;
  /** The recipient's id as the server gives it; null for links and file requests. */
  readonly recipient: string | null;
  /** "Request files" (Nextcloud 30 and later): a public address where anybody may put files. */
  readonly fileRequest: boolean;
  /** The mail addresses that a file request was sent to. */
  readonly recipients: readonly string[];
  readonly label: string;
  /** Whether there is a note. */
  readonly note: boolean;
  readonly hideDownload: boolean;
  /** Whether downloading is not allowed (share attribute `permissions`, `download`). */
  readonly viewOnly: boolean;
  /** Length of the link's token; the token itself is not kept. Null where there is none. */
  readonly tokenLength: number | null;
  /** By which the register knows a public link; null of other shares, where there is none, and of one that an earlier version stored. */
  readonly tokenHash: TokenHash | null;
  /** Fields that the server filled with something that cannot be read: their values are not known. */
  readonly unread: readonly UnreadField[];
  /** What makes it a kind of share never seen before, in words of its record: `type 99`, `attribute scope/key`. */
  readonly unknownTraits: readonly string[];
}

/** Fields of a share that may be unknown for that share alone. */
export const UNREAD_FIELDS = [
  'password',
  'expires',
  'createdAt',
  'attributes',
  'label',
  'note',
  'hideDownload',
] as const;
export type UnreadField = (typeof UNREAD_FIELDS)[number];

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

/** A public address that anybody may open: a public link, or a file request. What the "link-…" checks judge. */
export function isPublicLink(share: Pick<Share, 'type' | 'fileRequest'>): boolean {
  return share.type === 'link' || share.fileRequest;
}

const OUTSIDE: ReadonlySet<ShareType> = new Set(['link', 'mail', 'federated', 'other']);

/** Whether people without an account may have access. A kind of share never seen before counts as open until known. */
export function isOpenToOutside({ type }: Pick<Share, 'type'>): boolean {
  return OUTSIDE.has(type);
}

/** Whether a share leads, or may lead, to people without an account: a Talk conversation may have guests. */
export function isWayOut(share: Pick<Share, 'type'>): boolean {
  return isOpenToOutside(share) || share.type === 'room';
}

/** Whether the share is surely without a password. */
export function lacksPassword({
  hasPassword,
  unread,
}: Pick<Share, 'hasPassword'> & { unread: readonly string[] }): boolean {
  return !hasPassword && !unread.includes('password');
}

/** The last day on which the share works, whatever the server writes; null where there is no end, or it is not known. */
export function lastDayOf({ expires, lastDay }: Pick<Share, 'expires' | 'lastDay'>): string | null {
  return lastDay ?? expires;
}

/** Whether the share ends by itself; the day may be unknown all the same. */
export function hasEnd({ expires, unread }: Pick<Share, 'expires'> & { unread: readonly string[] }): boolean {
  return expires !== null || unread.includes('expires');
}
