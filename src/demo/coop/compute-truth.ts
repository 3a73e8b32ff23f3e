import type { CoverageStatus } from '../../model/coverage.ts';
import { isWithin } from '../../model/path/path.ts';
import type { ResultShare } from '../../model/result.ts';
import { permissionsOf, type ShareType } from '../../model/share.ts';
import { isoDate, isoUtc } from '../../model/time.ts';
import { flavourOf } from '../nextcloud/world/flavour.ts';
import { bytesIn } from '../nextcloud/world/tree.ts';
import type { World, WorldFolder, WorldShare, WorldUser } from '../nextcloud/world/world.ts';
import { CAPE, ESA, RULE } from './people.ts';
import { DAY, ZONE } from './relative-dates.ts';
import type { ExpectedFinding, Fact, Truth, TruthMember, TruthSpace } from './truth.ts';

/** Computes from the world and the facts of its cases what one run must say. */
export function truthOf(
  world: World,
  base: Pick<Truth, 'run' | 'times' | 'roles' | 'facts' | 'exceptions'>,
): Truth {
  const members = world.users.filter(isMember);
  const read = new Set(members.filter(isRead).map((user) => user.id));
  const shares = world.shares.filter((share) => read.has(share.fileOwner) || read.has(share.sharedBy));
  return {
    ...base,
    members: members.map(memberTruth),
    spaces: spacesTruth(members.filter(isRead)),
    shares: shares.map((share) => shareTruth(world, share)),
    findings: base.facts.flatMap((fact) => expectedOf(fact, base, world.shares)),
    nearMisses: base.facts
      .filter((fact) => fact.outcomes[base.run - 1] === 'spared')
      .map(({ check, member, subject, description }) => ({ check, member, subject, description })),
  };
}

function expectedOf(
  fact: Fact,
  { run, times }: Pick<Truth, 'run' | 'times'>,
  shares: readonly WorldShare[],
): readonly ExpectedFinding[] {
  const { outcomes, exceptedUntil, ...expected } = fact;
  const [first, second] = outcomes;
  const today = isoDate(run === 1 ? times.now : times.later, ZONE);
  const seenBefore = run === 2 && first === 'found';
  const foundNow = outcomes[run - 1] === 'found';
  if (!foundNow && (!seenBefore || second === 'silent')) return [];
  const since = seenBefore ? isoDate(times.now, ZONE) : today;
  const excepted = exceptedUntil !== null && exceptedUntil >= today;
  const standing = excepted ? 'excepted' : seenBefore ? 'open' : 'new';
  return [{ ...expected, state: foundNow ? standing : 'fixed', since, sharedWith: accessTo(fact, shares) }];
}

function accessTo({ member, subject }: Fact, shares: readonly WorldShare[]): readonly string[] {
  const { path, kind } = subject;
  if (path === null || (kind !== 'file' && kind !== 'folder')) return [];
  const names = shares
    .filter((share) => share.fileOwner === member && (share.type === 0 || share.type === 1))
    .filter((share) => isWithin(path, share.path))
    .flatMap((share) => share.recipient ?? []);
  return [...new Set(names)].sort();
}

function isMember(user: WorldUser): boolean {
  return user.groups.includes(CAPE) || user.groups.includes(ESA);
}

function isRead(user: WorldUser): boolean {
  return user.enabled && user.appPassword !== null;
}

function memberTruth(user: WorldUser): TruthMember {
  const unreadable = unreadableIn(user.home, '');
  const status = coverageOf(user, unreadable);
  const whole = status === 'read';
  const counts = countIn(user.home);
  return {
    id: user.id,
    status,
    bytes: bytesIn(user.home),
    files: whole ? counts.files : null,
    folders: whole ? counts.folders : null,
    trashBytes: whole ? user.trash.reduce((sum, item) => sum + item.size, 0) : null,
    quotaBytes: user.quota ?? RULE,
    unlimited: user.quota === null,
    lastLogin: user.lastLogin,
    unreadable,
    mail: user.mail,
  };
}

function coverageOf(user: WorldUser, unreadable: readonly string[]): CoverageStatus {
  if (!user.enabled) return 'disabled';
  if (user.appPassword === null) return 'not-granted';
  return unreadable.length > 0 ? 'partial' : 'read';
}

function unreadableIn(folder: WorldFolder, path: string): readonly string[] {
  return folder.children.flatMap((node) => {
    if (node.kind === 'file') return [];
    const at = `${path}/${node.name}`;
    return node.forbidden === true || node.unscanned === true ? [at] : unreadableIn(node, at);
  });
}

/** Each group folder once, however many see it. */
function spacesTruth(users: readonly WorldUser[]): readonly TruthSpace[] {
  const spaces = new Map<string, TruthSpace>();
  for (const { id, mounts } of users) {
    for (const { type, path, folder, quota, groups, acl } of mounts) {
      if (type !== 'group') continue;
      const known = spaces.get(folder.fileId);
      const name = known?.name ?? path;
      const places = path === name ? [] : [{ member: id, path }];
      const members = [...(known?.members ?? []), id].sort();
      const totals = { bytes: bytesIn(folder), ...countIn(folder) };
      spaces.set(folder.fileId, {
        id: folder.fileId,
        name,
        ...totals,
        quotaBytes: quota ?? null,
        members,
        places: [...(known?.places ?? []), ...places],
        groups: groups ?? null,
        advancedPermissions: acl ?? false,
      });
    }
  }
  return [...spaces.values()];
}

function countIn(folder: WorldFolder): { readonly files: number; readonly folders: number } {
  let files = 0;
  let folders = 0;
  for (const node of folder.children) {
    const inner = node.kind === 'file' ? { files: 1, folders: -1 } : countIn(node);
    files += inner.files;
    folders += inner.folders + 1;
  }
  return { files, folders };
}

const TYPES: Readonly<Record<number, ShareType>> = {
  0: 'user',
  1: 'group',
  3: 'link',
  4: 'mail',
  6: 'federated',
  7: 'circle',
  9: 'federated',
  10: 'room',
  12: 'deck',
};

function lastDayIn(world: World, { expires }: WorldShare): string | null {
  if (expires === null || flavourOf(world).worksOnLastDay) return expires;
  return isoDate(Date.parse(expires) - DAY, 'UTC');
}

function shareTruth(world: World, share: WorldShare): ResultShare {
  return {
    id: share.id,
    type: TYPES[share.type] ?? 'other',
    owner: share.fileOwner,
    sharedBy: share.sharedBy,
    path: share.path,
    fileId: share.fileId,
    isFolder: share.isFolder,
    permissions: [...permissionsOf(share.permissions)],
    hasPassword: share.passwordHash !== null,
    expires: share.expires,
    lastDay: lastDayIn(world, share),
    createdAt: isoUtc(share.createdAt),
    recipient: share.type === 3 ? null : share.recipient,
    label: share.label,
    note: share.note !== '',
    hideDownload: share.hideDownload,
    pathKnown: true,
    fileRequest: false,
    recipients: [],
    viewOnly: false,
    unread: [],
    unknownTraits: [],
    registered: null,
  };
}
