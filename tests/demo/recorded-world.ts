import { z } from 'zod';
import { bytesIn } from '../../src/demo/nextcloud/world/tree.ts';
import type {
  World,
  WorldFile,
  WorldFolder,
  WorldShare,
  WorldUser,
} from '../../src/demo/nextcloud/world/world.ts';
import {
  type Described,
  describedIn,
  plain,
  type Recorded,
  type Recording,
  treePathOf,
} from './recording.ts';

export const Account = z.object({
  id: z.string(),
  enabled: z.boolean(),
  lastLogin: z.number(),
  quota: z.object({ quota: z.number() }),
  email: z.string().nullable(),
  displayname: z.string(),
  groups: z.array(z.string()),
  language: z.string(),
});
const ShareRow = z.object({
  id: z.string(),
  share_type: z.number(),
  uid_owner: z.string(),
  uid_file_owner: z.string(),
  permissions: z.number(),
  stime: z.number(),
  expiration: z.string().nullable(),
  token: z.string().nullable(),
  note: z.string(),
  label: z.string(),
  path: z.string(),
  item_type: z.enum(['file', 'folder']),
  file_source: z.number(),
  share_with: z.string().nullable(),
  password: z.string().nullish(),
  hide_download: z.number(),
});
type ShareRow = z.infer<typeof ShareRow>;

/** Members who declined the shares of their groups, which a world cannot say: here they are not in them. */
const DECLINED = ['karim.klein', 'nino.nadal1'];
const SHARED_TO = ['CAPE', 'ESA'];
const BACK_END_PASSWORD = 'only-in-this-test';

/** The world that the recordings were made of, as far as they tell. */
export function recordedWorld(version: Recorded, all: ReadonlyMap<string, Recording>): World {
  const body = (name: string) => bodyOf(all, name);
  const known = (...names: readonly string[]) => names.filter((name) => all.has(name));
  const accounts = [
    'users-details-50-from-0',
    'users-details-50-from-50',
    'users-details-50-from-100',
  ].flatMap((name) =>
    Object.values(dataOf(body(name), z.object({ users: z.record(z.string(), Account) })).users),
  );
  const groups = dataOf(body('groups'), z.object({ groups: z.array(z.string()) })).groups;
  const world: World = {
    version,
    policy: {
      linkPasswordEnforced: false,
      linkExpiryEnforced: false,
      linkExpiryDays: null,
      publicUpload: true,
      resharing: true,
      defaultPermissions: 31,
      federationOutgoing: true,
    },
    admin: { id: 'admin', password: BACK_END_PASSWORD },
    users: accounts.map(userOf),
    groups: groups.map((id) => ({ id, name: id })),
    shares: [],
    dataFingerprint: '',
  };
  // One of the two servers had no folder that is not scanned.
  for (const name of known(
    'propfind-0-guards',
    'propfind-0-guards-over-quota',
    'search-folders-only',
    'propfind-infinity-subfolder',
    'search-owner-page-1',
    'search-owner-page-2',
    'search-owner-page-3',
    'search-folders-only-mid',
    'search-owner-mid-all',
    'propfind-infinity-mid',
    'propfind-infinity-small',
    'unscanned-folder-its-parent',
    'unscanned-folder-search',
    'unscanned-folder-propfind-1',
  )) {
    growOwn(world, describedIn(body(name)));
  }
  for (const name of ['shares-mid-with-reshares', 'shares-with-reshares']) {
    for (const row of rowsOf(body(name))) world.shares.push(shareOf(row, row.path));
  }
  const owners = ownersIn(describedIn(body('propfind-1')));
  for (const name of ['shares-received-mid', 'shares-received']) {
    for (const row of rowsOf(body(name))) if (!isHidden(row, owners)) receive(world, row);
  }
  growMounted(world, describedIn(body('propfind-infinity-mid')));
  growMounted(world, describedIn(body('propfind-1')));
  for (const name of known('unscanned-folder-its-parent')) receiveByNino(world, describedIn(body(name)));
  for (const row of rowsOf(body('shares-of-a-folders-children'))) shareAgain(world, row);
  for (const name of known('propfind-1', 'unscanned-folder-its-parent'))
    fillUp(world, describedIn(body(name)));
  fillTrash(world, 'ulysse.auger', describedIn(body('trashbin')));
  fillTrash(world, 'zoe.thomas2', describedIn(body('trashbin-mid')));
  return world;
}

function bodyOf(all: ReadonlyMap<string, Recording>, name: string): string {
  const found = all.get(name);
  if (found === undefined) throw new RangeError(`no recording ${name}`);
  return found.response.body;
}

export function dataOf<T>(body: string, schema: z.ZodType<T>): T {
  return z.object({ ocs: z.object({ data: schema }) }).parse(JSON.parse(body)).ocs.data;
}

export function rowsOf(body: string): readonly ShareRow[] {
  return dataOf(body, z.array(ShareRow));
}

export function userOf(account: z.infer<typeof Account>): WorldUser {
  return {
    id: account.id,
    loginName: account.id,
    displayName: account.displayname,
    mail: account.email,
    language: account.language,
    enabled: account.enabled,
    groups: account.groups.filter((id) => !(DECLINED.includes(account.id) && SHARED_TO.includes(id))),
    quota: account.quota.quota < 0 ? null : account.quota.quota,
    lastLogin: account.lastLogin,
    appPassword: account.id === 'admin' ? null : `token-of-${account.id}`,
    home: {
      kind: 'folder',
      name: '',
      fileId: '1',
      etag: 'home',
      modifiedAt: account.lastLogin,
      children: [],
    },
    trash: [],
    mounts: [],
  };
}

/** Puts what is the member's own where it belongs. */
export function growOwn(world: World, all: readonly Described[]): void {
  for (const described of all) {
    const owner = described.found.get('oc:owner-id') ?? '';
    if ((described.found.get('nc:mount-type') ?? '') !== '') continue;
    put(homeOf(world, owner), treePathOf(described.href), described);
  }
}

/** Puts what was received into the tree of its owner, below the folder that is shared. */
export function growMounted(world: World, all: readonly Described[]): void {
  for (const described of all) {
    if (described.found.get('nc:mount-type') !== 'shared') continue;
    const owner = described.found.get('oc:owner-id') ?? '';
    const path = treePathOf(described.href);
    const name = path.split('/')[1] ?? '';
    const share = world.shares.find((one) => one.fileOwner === owner && one.path.endsWith(`/${name}`));
    if (share === undefined) throw new RangeError(`nobody shared ${path}`);
    put(homeOf(world, owner), share.path + path.slice(name.length + 1), described);
  }
}

/** A further share of something that is in the world already. */
function shareAgain(world: World, row: ShareRow): void {
  if (world.shares.some(({ id }) => id === row.id)) return;
  const other = world.shares.find(({ fileId }) => fileId === String(row.file_source));
  if (other === undefined) throw new RangeError(`share ${row.id} is of nothing known`);
  world.shares.push(shareOf(row, other.path));
}

/** Where a folder's size was recorded but not its contents, one file makes up for what is missing. */
export function fillUp(world: World, all: readonly Described[]): void {
  for (const { found } of all.slice(1)) {
    const home = homeOf(world, found.get('oc:owner-id') ?? '');
    for (const folder of foldersOfId(home, found.get('oc:fileid') ?? '')) {
      const size = Number(found.get('oc:size')) - bytesIn(folder);
      if (size > 0) folder.children.push({ ...emptyFile('not recorded.bin'), size });
    }
  }
}

/** Two, where two recipients see the same folder under names of their own. */
function foldersOfId(folder: WorldFolder, id: string): readonly WorldFolder[] {
  const inside = folder.children.flatMap((child) => (child.kind === 'folder' ? foldersOfId(child, id) : []));
  return folder.fileId === id ? [folder, ...inside] : inside;
}

/** Owners by file id. */
function ownersIn(all: readonly Described[]): ReadonlyMap<string, string> {
  return new Map(all.map(({ found }) => [found.get('oc:fileid') ?? '', found.get('oc:owner-id') ?? '']));
}

/** Two shares have one place in the recipient's tree: the record of the one below speaks of the other's folder. */
function isHidden(row: ShareRow, owners: ReadonlyMap<string, string>): boolean {
  const owner = owners.get(String(row.file_source));
  return owner !== undefined && owner !== row.uid_file_owner;
}

/** A received share stands at a path of its own in its owner's tree, under the name that the recipient sees. */
export function receive(world: World, row: ShareRow): void {
  const path = `/shared ${row.id}${row.path}`;
  world.shares.push(shareOf(row, path));
  const node = nodeFor(homeOf(world, row.uid_file_owner), path, row.item_type);
  node.fileId = String(row.file_source);
}

function receiveByNino(world: World, all: readonly Described[]): void {
  for (const [index, described] of all.entries()) {
    if (described.found.get('nc:mount-type') !== 'shared') continue;
    const owner = described.found.get('oc:owner-id') ?? '';
    const path = `/shared with nino ${index}${treePathOf(described.href)}`;
    put(homeOf(world, owner), path, described);
    const letters = described.found.get('oc:permissions') ?? '';
    const permissions = letters.includes('CK')
      ? letters.includes('R')
        ? 31
        : 15
      : letters.includes('R')
        ? 17
        : 1;
    world.shares.push({
      ...EMPTY_SHARE,
      id: String(900_000 + index),
      fileOwner: owner,
      sharedBy: owner,
      path,
      fileId: described.found.get('oc:fileid') ?? '',
      permissions,
      recipient: 'nino.nadal1',
    });
  }
}

const EMPTY_SHARE = {
  type: 0,
  isFolder: true,
  createdAt: 0,
  expires: null,
  token: null,
  passwordHash: null,
  label: '',
  note: '',
  hideDownload: false,
};

export function shareOf(row: ShareRow, path: string): WorldShare {
  return {
    id: row.id,
    type: row.share_type,
    fileOwner: row.uid_file_owner,
    sharedBy: row.uid_owner,
    path,
    fileId: String(row.file_source),
    isFolder: row.item_type === 'folder',
    permissions: row.permissions,
    createdAt: row.stime * 1000,
    expires: row.expiration?.slice(0, 10) ?? null,
    recipient: row.share_type === 3 ? null : row.share_with,
    token: row.token,
    passwordHash: row.password ?? null,
    label: row.label,
    note: row.note,
    hideDownload: row.hide_download !== 0,
  };
}

function homeOf(world: World, id: string): WorldFolder {
  const user = world.users.find((one) => one.id === id);
  if (user === undefined) throw new RangeError(`no account ${id}`);
  return user.home;
}

function put(home: WorldFolder, path: string, { found }: Described): void {
  const kind = found.get('d:resourcetype') === '' ? 'file' : 'folder';
  const node = nodeFor(home, path, kind);
  node.fileId = found.get('oc:fileid') ?? '';
  node.etag = plain(found.get('d:getetag') ?? '').replaceAll('"', '');
  node.modifiedAt = Date.parse(found.get('d:getlastmodified') ?? '') || node.modifiedAt;
  if (node.kind === 'folder') {
    if (found.get('oc:size') === '-1') node.unscanned = true;
    return;
  }
  node.size = Number(found.get('oc:size'));
  node.contentType = found.get('d:getcontenttype') ?? node.contentType;
  // A SEARCH tells 0 for each file: what a PROPFIND told stands.
  node.uploadedAt = Number(found.get('nc:upload_time') ?? 0) * 1000 || node.uploadedAt;
}

function nodeFor(home: WorldFolder, path: string, kind: 'file' | 'folder'): WorldFolder | WorldFile {
  const names = path.split('/').filter((name) => name !== '');
  let at: WorldFolder = home;
  for (const [index, name] of names.entries()) {
    const last = index === names.length - 1;
    const made = last && kind === 'file' ? emptyFile(name) : emptyFolder(name);
    const found = at.children.find((child) => child.name === name);
    if (found === undefined) at.children.push(made);
    const next = found ?? made;
    if (next.kind === 'file') return next;
    at = next;
  }
  return at;
}

function emptyFolder(name: string): WorldFolder {
  return { kind: 'folder', name, fileId: '2', etag: '0', modifiedAt: 0, children: [] };
}

function emptyFile(name: string): WorldFile {
  const facts = { fileId: '2', etag: '0', modifiedAt: 0, uploadedAt: 0, size: 0, checksum: null };
  return { kind: 'file', name, contentType: 'application/octet-stream', ...facts };
}

function fillTrash(world: World, id: string, all: readonly Described[]): void {
  const user = world.users.find((one) => one.id === id);
  for (const { found } of all.slice(1)) {
    user?.trash.push({
      name: plain(found.get('nc:trashbin-filename') ?? ''),
      fileId: found.get('oc:fileid') ?? '',
      size: Number(found.get('oc:size')),
      isFolder: found.get('d:resourcetype') !== '',
      originalLocation: plain(found.get('nc:trashbin-original-location') ?? ''),
      deletedAt: Number(found.get('nc:trashbin-deletion-time')) * 1000,
    });
  }
}
