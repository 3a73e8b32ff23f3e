/**
 * The embedded cooperative as plain data: what the made-up Nextcloud holds. The HTTP server answers from it,
 * the tests compare menage's result with it. Times are UTC milliseconds, sizes bytes, ids decimal text.
 */
export interface World {
  /** `31.0.6` and the like. */
  version: string;
  policy: WorldPolicy;
  admin: { id: string; password: string };
  /** All accounts, the administrator's included. */
  users: WorldUser[];
  groups: { id: string; name: string }[];
  shares: WorldShare[];
  /** `oc:data-fingerprint` of every root. */
  dataFingerprint: string;
}

export interface WorldPolicy {
  linkPasswordEnforced: boolean;
  linkExpiryEnforced: boolean;
  /** Null: no expiry rule. */
  linkExpiryDays: number | null;
  publicUpload: boolean;
  resharing: boolean;
  defaultPermissions: number;
  federationOutgoing: boolean;
}

export interface WorldUser {
  id: string;
  /** What the member types to log in; differs from the id for LDAP accounts. */
  loginName: string;
  displayName: string;
  mail: string | null;
  language: string;
  enabled: boolean;
  groups: string[];
  /** Bytes, or null for unlimited. */
  quota: number | null;
  /** Null = never. */
  lastLogin: number | null;
  /** The app password that menage may use; null = none granted. */
  appPassword: string | null;
  /** The root folder of the home storage. */
  home: WorldFolder;
  trash: WorldTrashItem[];
  /** External storages and group folders, by their path in the member's tree; foreign to the member's own sums. */
  mounts: WorldMount[];
}

interface WorldNode {
  name: string;
  fileId: string;
  /** Without quotes. */
  etag: string;
  modifiedAt: number;
}

export interface WorldFolder extends WorldNode {
  kind: 'folder';
  children: (WorldFolder | WorldFile)[];
  /** Answers 403 when its list is asked for, and hides its children from SEARCH and infinity. */
  forbidden?: boolean;
  /** Not scanned: size −1, no children for SEARCH. */
  unscanned?: boolean;
}

export interface WorldFile extends WorldNode {
  kind: 'file';
  size: number;
  contentType: string;
  /** 0 = unknown. */
  uploadedAt: number;
  /** `SHA1:…`, or null. */
  checksum: string | null;
}

export interface WorldMount {
  path: string;
  type: 'external' | 'group';
  /** Group folders: the same id and tree for every member. */
  folder: WorldFolder;
  /** Group folders: the groups that its app names; a circle that nobody knows unless said. */
  groups?: readonly string[];
  /** Group folders: the OCS mask of each group's rights in it; all rights (31) unless said. */
  groupRights?: ReadonlyMap<string, number>;
  /** Group folders: whether rules of its own take rights away inside; none unless said. */
  acl?: boolean;
  /** Group folders: bytes, or null for no limit; none unless said. */
  quota?: number | null;
  /** Fileid −1, empty etag, no children. */
  unavailable?: boolean;
}

export interface WorldTrashItem {
  name: string;
  fileId: string;
  size: number;
  isFolder: boolean;
  originalLocation: string;
  deletedAt: number;
  /** Deleted in a group folder; in the own tree unless said. */
  inGroupFolder?: boolean;
}

export interface WorldShare {
  id: string;
  /** OCS number: 0 user, 1 group, 3 link, 4 mail, 6 federated, 7 circle, 10 room, 12 deck. */
  type: number;
  fileOwner: string;
  /** Who made it. */
  sharedBy: string;
  /** Path in the owner's tree. */
  path: string;
  fileId: string;
  isFolder: boolean;
  permissions: number;
  createdAt: number;
  /** `YYYY-MM-DD`, or null. */
  expires: string | null;
  recipient: string | null;
  /** Link and mail shares: the secret part of the address. */
  token: string | null;
  /** The hash that the server hands out; null = no password. */
  passwordHash: string | null;
  label: string;
  note: string;
  hideDownload: boolean;
}
