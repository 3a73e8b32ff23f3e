import { isWithin, nameOf, parentOf, type TreePath } from '../../model/path.ts';
import type { WorldShare, WorldUser } from '../nextcloud/world.ts';
import { fileAt, nodeAt, stampUpwards, takeOut } from '../nextcloud/world-tree.ts';
import { plantFor } from './build-cases.ts';
import type { Bed } from './building-site.ts';
import type { Change } from './month-later-story.ts';
import { ADMIN_CHECKS } from './planned-case.ts';
import { DAY, wholeSecond } from './relative-dates.ts';
import type { Fact } from './truth.ts';

/** Makes one change of the story true in the world, and puts right what the second run must say. */
export function happen(bed: Bed, change: Change): void {
  if (change.does === 'forbid-upload') {
    bed.world.policy.publicUpload = false;
    settle(bed, change.settles ?? [], (fact) => fact.member === null);
    return;
  }
  const user = bed.roles.get(change.who);
  if (user === undefined) throw new RangeError(`nobody is ${change.who}`);
  const at = wholeSecond(bed.times.now + 15 * DAY);
  if (change.does === 'delete') deleteFile(bed, user, change.path, at);
  if (change.does === 'rename') rename(bed, user, change.path, change.to, at);
  if (change.does === 'add') addFile(bed, user, change.path, change.size, at);
  if (change.does === 'bin') putIntoBin(bed, user, change.name, change.size, at);
  if (change.does === 'close-link') closeLink(bed, user, change.path);
  if (change.does === 'set-password') setPassword(bed, user, change.path, change.settles ?? []);
  if (change.does === 'plant') plantLater(bed, user, change.plant, at);
  if (change.does === 'leave') leave(bed, user);
  for (const check of change.finds ?? []) findNow(bed, user, check, change);
}

/** Puts a file into a member's tree after the first run, as an upload does. */
export function addFile(bed: Bed, user: WorldUser, path: TreePath, size: number, at: number): void {
  fileAt(bed.registry, user.home, path, { size, modifiedAt: at, uploadedAt: at });
  stampUpwards(bed.registry, user.home, path, at);
}

function deleteFile(bed: Bed, user: WorldUser, path: TreePath, at: number): void {
  const node = takeOut(user.home, path);
  stampUpwards(bed.registry, user.home, parentOf(path), at);
  if (node.kind === 'file') putIntoBin(bed, user, path.slice(1), node.size, at, node.fileId);
  changeFacts(bed, (fact) => (speaksOf(fact, user, path) ? gone(fact) : fact));
}

function putIntoBin(
  bed: Bed,
  user: WorldUser,
  origin: string,
  size: number,
  at: number,
  fileId = bed.registry.fileId(),
): void {
  const name = nameOf(origin);
  user.trash.push({ name, fileId, size, isFolder: false, originalLocation: origin, deletedAt: at });
}

function rename(bed: Bed, user: WorldUser, path: TreePath, to: string, at: number): void {
  const node = nodeAt(user.home, path);
  if (node === null) throw new RangeError(`nothing stands at ${path}`);
  node.name = to;
  stampUpwards(bed.registry, user.home, parentOf(path), at);
  const moved = (old: TreePath) => `${parentOf(path)}/${to}${old.slice(path.length)}`;
  for (const share of bed.world.shares) {
    if (share.fileOwner === user.id && isWithin(share.path, path)) share.path = moved(share.path);
  }
  changeFacts(bed, (fact) => {
    const old = fact.subject.path;
    if (old === null || !speaksOf(fact, user, path)) return fact;
    return { ...fact, subject: { ...fact.subject, path: moved(old) } };
  });
}

function closeLink(bed: Bed, user: WorldUser, path: TreePath): void {
  const link = linkOn(bed, user, path);
  bed.world.shares = bed.world.shares.filter((share) => share !== link);
  changeFacts(bed, (fact) => (isAbout(fact, link) ? gone(fact) : fact));
}

function setPassword(bed: Bed, user: WorldUser, path: TreePath, settles: readonly string[]): void {
  const link = linkOn(bed, user, path);
  link.passwordHash = `3|$argon2id$${bed.registry.random.hex(32)}`;
  settle(bed, settles, (fact) => isAbout(fact, link));
}

function plantLater(bed: Bed, user: WorldUser, plant: Parameters<typeof plantFor>[1], at: number): void {
  plantFor(bed, plant, user, 2);
  const path = 'shares' in plant ? plant.shares : 'file' in plant ? plant.file : '/';
  stampUpwards(bed.registry, user.home, path, at);
}

/** The account is disabled: its tree and shares are out of sight, so what was found of them is neither there nor fixed. */
function leave(bed: Bed, user: WorldUser): void {
  user.enabled = false;
  changeFacts(bed, (fact) =>
    fact.member === user.id ? { ...fact, outcomes: [fact.outcomes[0], 'silent'] } : fact,
  );
}

/** The check trips for the member as a whole from now on. */
function findNow(bed: Bed, user: WorldUser, check: string, change: Change): void {
  const severity = change.does === 'add' ? (change.severity ?? null) : null;
  const known = bed.facts.find((fact) => fact.check === check && fact.member === user.id);
  const later: Fact = {
    check,
    member: user.id,
    subject: { kind: 'member', id: user.id, path: null },
    tells: change.tells,
    audience: ADMIN_CHECKS.includes(check) ? 'admin' : 'member',
    severity,
    bytes: null,
    outcomes: [known?.outcomes[0] ?? 'silent', 'found'],
    exceptedUntil: null,
  };
  bed.facts = [...bed.facts.filter((fact) => fact !== known), later];
}

function settle(bed: Bed, checks: readonly string[], about: (fact: Fact) => boolean): void {
  changeFacts(bed, (fact) => (checks.includes(fact.check) && about(fact) ? gone(fact) : fact));
}

function changeFacts(bed: Bed, change: (fact: Fact) => Fact): void {
  bed.facts = bed.facts.map(change);
}

/** The second run misses it. */
export function gone(fact: Fact): Fact {
  return { ...fact, outcomes: [fact.outcomes[0], 'gone'] };
}

function linkOn(bed: Bed, user: WorldUser, path: TreePath): WorldShare {
  const link = bed.world.shares.find(
    (share) => share.fileOwner === user.id && share.path === path && share.type === 3,
  );
  if (link === undefined) throw new RangeError(`no link on ${path}`);
  return link;
}

function isAbout(fact: Fact, share: WorldShare): boolean {
  return fact.subject.kind === 'share' && fact.subject.id === share.id;
}

/** Whether a fact is about something of this member at `path` or below it. */
function speaksOf(fact: Fact, user: WorldUser, path: TreePath): boolean {
  return fact.member === user.id && fact.subject.path !== null && isWithin(fact.subject.path, path);
}
