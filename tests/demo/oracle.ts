import { DAY, MB } from '../../src/demo/coop/relative-dates.ts';
import { below, bytesIn } from '../../src/demo/nextcloud/world/tree.ts';
import type { World, WorldFile, WorldShare, WorldUser } from '../../src/demo/nextcloud/world/world.ts';
import { before } from '../../src/model/time.ts';

/** Coarse readings of some checks, straight off the world: to see that nothing trips that was not planted. */
export function readOff(world: World, now: number): readonly string[] {
  return world.users
    .filter((user) => user.enabled && user.appPassword !== null && user.groups.some(isMemberGroup))
    .flatMap((user) => [
      ...storageOf(user, now),
      ...world.shares
        .filter((share) => share.fileOwner === user.id)
        .flatMap((share) => sharingOf(share, now)),
    ]);
}

/** The checks that `readOff` knows. */
export const READ_OFF = [
  'large-stale-file',
  'file-dominates-quota',
  'archive-or-installer',
  'impossible-date',
  'quota-nearly-full',
  'trash-heavy',
  'leftover-file',
  'link-editable-open',
  'link-open-forever',
  'link-without-password',
  'link-without-expiry',
  'link-old',
  'link-drop-open',
  'link-guessable',
  'link-by-someone-else',
  'link-expires-late',
  'mail-share-without-password',
];

function isMemberGroup(group: string): boolean {
  return group === 'CAPE' || group === 'ESA';
}

function storageOf(user: WorldUser, now: number): readonly string[] {
  const quota = user.quota ?? 2048 * MB;
  const files = [...below(user.home)].flatMap(({ node }) => (node.kind === 'file' ? [node] : []));
  const bin = user.trash.reduce((sum, { size }) => sum + size, 0);
  const leftovers = files.filter(({ name }) => isLeftover(name)).reduce((sum, { size }) => sum + size, 0);
  return [
    ...files.flatMap((file) => fileTrips(file, quota, now).map((check) => `${check} ${file.fileId}`)),
    ...(bytesIn(user.home) >= 0.8 * quota ? [`quota-nearly-full ${user.id}`] : []),
    ...(bin > 200 * MB ? [`trash-heavy ${user.id}`] : []),
    ...(leftovers >= MB ? [`leftover-file ${user.id}`] : []),
  ];
}

function fileTrips(file: WorldFile, quota: number, now: number): readonly string[] {
  const touched = Math.max(file.modifiedAt, file.uploadedAt);
  const impossible = file.modifiedAt < Date.UTC(1990, 0, 1) || file.modifiedAt > now;
  const yearAgo = before(now, { amount: 12, unit: 'months' }, 'Europe/Paris');
  const archive = /\.(zip|7z|rar|tar|tar\.gz|tgz|iso|dmg|exe|msi)$/i.test(file.name);
  return [
    ...(file.size >= 50 * MB && touched < yearAgo && !impossible ? ['large-stale-file'] : []),
    ...(file.size > quota / 4 ? ['file-dominates-quota'] : []),
    ...(file.size >= 50 * MB && archive ? ['archive-or-installer'] : []),
    ...(impossible ? ['impossible-date'] : []),
  ];
}

function isLeftover(name: string): boolean {
  return /^~\$|\.(tmp|part|crdownload)$|^(\.DS_Store|Thumbs\.db|desktop\.ini)$|conflicted copy|copie en conflit/i.test(
    name,
  );
}

function sharingOf(share: WorldShare, now: number): readonly string[] {
  const open = share.passwordHash === null;
  const endless = share.expires === null;
  if (share.type === 4) return open ? [`mail-share-without-password ${share.id}`] : [];
  if (share.type !== 3) return [];
  const may = (mask: number) => (share.permissions & mask) !== 0;
  const yearAgo = before(now, { amount: 12, unit: 'months' }, 'Europe/Paris');
  const trips: readonly (readonly [string, boolean])[] = [
    ['link-editable-open', open && may(1) && may(2 | 8)],
    ['link-open-forever', open && endless],
    ['link-without-password', open && !endless],
    ['link-without-expiry', !open && endless],
    ['link-old', share.createdAt < yearAgo],
    ['link-drop-open', open && may(4) && !may(1)],
    ['link-guessable', (share.token ?? '').length < 15],
    ['link-by-someone-else', share.sharedBy !== share.fileOwner],
    ['link-expires-late', !endless && Date.parse(share.expires ?? '') > now + 91 * DAY],
  ];
  return trips.filter(([, trip]) => trip).map(([check]) => `${check} ${share.id}`);
}
