import { DAY, GB, MB } from '../../src/demo/coop/relative-dates.ts';
import { below, bytesIn, filesIn, nodeAt } from '../../src/demo/nextcloud/world/tree.ts';
import type {
  World,
  WorldFile,
  WorldFolder,
  WorldShare,
  WorldUser,
} from '../../src/demo/nextcloud/world/world.ts';
import { isWithin } from '../../src/model/path/path.ts';
import { before } from '../../src/model/time.ts';

/** The checks that `readFoldersOff` knows. */
export const FOLDERS_READ_OFF = [
  'stale-folder',
  'probable-duplicate',
  'others-fill-my-quota',
  'synced-copies',
  'link-wide',
  'link-living-folder',
  'link-sensitive',
  'link-bypassed',
  'link-without-purpose',
  'link-on-empty-folder',
  'link-expires-soon',
  'group-share-wide',
  'dormant-account',
];

const SENSITIVE =
  /paie|bulletin|passeport|contrat de travail|sante|mot de passe|mots de passe|\b(rib|iban|cni)s?\b|\.(kdbx|key|pem|sql|pst)$/;

/** Like `readOff`, for the checks that look at folders, at what is shared, and at logins. */
export function readFoldersOff(world: World, now: number): readonly string[] {
  return world.users
    .filter((user) => user.enabled && user.appPassword !== null)
    .filter((user) => user.groups.includes('CAPE') || user.groups.includes('ESA'))
    .flatMap((user) => {
      const shares = world.shares.filter((share) => share.fileOwner === user.id);
      const away = user.lastLogin !== null && user.lastLogin < now - 180 * DAY;
      const open = shares.some(({ type }) => type === 3);
      return [
        ...staleFolders(user.home, '/', before(now, { amount: 24, unit: 'months' }, 'Europe/Paris')),
        ...twins(user),
        ...sharedFolders(world, user, shares),
        ...shares.flatMap((share) => linkTrips(world, user, share, now)),
        ...(away && (open || bytesIn(user.home) > 100 * MB) ? [`dormant-account ${user.id}`] : []),
      ];
    });
}

function filesBelow(node: WorldFolder | WorldFile): readonly WorldFile[] {
  return node.kind === 'file' ? [node] : node.children.flatMap(filesBelow);
}

function staleFolders(folder: WorldFolder, path: string, limit: number): readonly string[] {
  const files = filesBelow(folder);
  const newest = Math.max(...files.map((file) => Math.max(file.modifiedAt, file.uploadedAt)));
  if (files.length > 0 && newest < limit && bytesIn(folder) >= 200 * MB)
    return [`stale-folder ${folder.fileId}`];
  return folder.children.flatMap((child) =>
    child.kind === 'folder' ? staleFolders(child, `${path}/${child.name}`, limit) : [],
  );
}

function twins(user: WorldUser): readonly string[] {
  const sets = new Map<string, string[]>();
  for (const file of filesBelow(user.home)) {
    if (file.size < 5 * MB) continue;
    const key = file.checksum ?? `${file.size} ${file.name}`;
    sets.set(key, [...(sets.get(key) ?? []), file.fileId]);
  }
  return [...sets.values()]
    .filter((ids) => ids.length > 1)
    .map((ids) => ids.reduce((least, id) => (BigInt(id) < BigInt(least) ? id : least)))
    .map((id) => `probable-duplicate ${id}`);
}

function sharedFolders(world: World, user: WorldUser, shares: readonly WorldShare[]): readonly string[] {
  const folders = new Map(
    shares.filter(({ isFolder }) => isFolder).map(({ fileId, path }) => [fileId, path]),
  );
  return [...folders].flatMap(([fileId, path]) => {
    const node = nodeAt(user.home, path);
    const bytes = node?.kind === 'folder' ? bytesIn(node) : 0;
    const here = shares.filter((share) => share.fileId === fileId);
    const written = here.some(({ permissions }) => (permissions & 6) !== 0);
    const readers = new Set(here.flatMap((share) => readersOf(world, share)));
    const copies = readers.size + 2;
    return [
      ...(written && bytes > (user.quota ?? 2 * GB) / 5 ? [`others-fill-my-quota ${fileId}`] : []),
      ...(readers.size > 0 && bytes >= 200 * MB && bytes * copies > 2 * GB
        ? [`synced-copies ${fileId}`]
        : []),
    ];
  });
}

function readersOf(world: World, share: WorldShare): readonly string[] {
  if (share.type === 0) return share.recipient === null ? [] : [share.recipient];
  if (share.type !== 1) return [];
  return world.users.filter(({ groups }) => groups.includes(share.recipient ?? '')).map(({ id }) => id);
}

function linkTrips(world: World, user: WorldUser, share: WorldShare, now: number): readonly string[] {
  const node = nodeAt(user.home, share.path);
  if (node === null) throw new Error(`${share.path} does not stand`);
  const files = filesBelow(node);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const isLink = share.type === 3;
  const isTop = share.path.lastIndexOf('/') === 0 && node.kind === 'folder';
  const names = [share.path, ...(node.kind === 'folder' ? [...below(node)].map(({ path }) => path) : [])];
  const trips: readonly (readonly [string, boolean])[] = [
    ['link-wide', isLink && ((isTop && filesIn(node) > 200) || bytes > bytesIn(user.home) / 4)],
    [
      'link-living-folder',
      isLink && node.kind === 'folder' && files.some((file) => file.uploadedAt > share.createdAt),
    ],
    ['link-sensitive', (isLink || share.type === 4) && names.some(isSensitive)],
    ['link-bypassed', isLink && share.passwordHash !== null && isBypassed(world, share)],
    ['link-without-purpose', isLink && share.label === '' && share.note === '' && olderThan(share, now, 90)],
    ['link-on-empty-folder', isLink && files.length === 0 && olderThan(share, now, 90)],
    ['link-expires-soon', isLink && share.expires !== null && Date.parse(share.expires) < now + 7 * DAY],
    [
      'group-share-wide',
      share.type === 1 && (share.permissions & 30) !== 0 && readersOf(world, share).length >= 20,
    ],
  ];
  return trips.filter(([, trip]) => trip).map(([check]) => `${check} ${share.id}`);
}

function isSensitive(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return SENSITIVE.test(plain) || SENSITIVE.test(plain.replace(/[_.-]/g, ' '));
}

function isBypassed(world: World, share: WorldShare): boolean {
  return world.shares.some(
    ({ type, fileOwner, path, passwordHash }) =>
      type === 3 &&
      fileOwner === share.fileOwner &&
      passwordHash === null &&
      path !== share.path &&
      isWithin(share.path, path),
  );
}

function olderThan(share: WorldShare, now: number, days: number): boolean {
  return share.createdAt < now - days * DAY;
}
