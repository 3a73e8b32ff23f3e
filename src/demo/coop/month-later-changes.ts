import { isWithin, nameOf, parentOf, type TreePath } from '../../model/path/path.ts';
import { fileAt, nodeAt, stampUpwards, takeOut } from '../nextcloud/world/tree.ts';
import type { WorldShare, WorldUser } from '../nextcloud/world/world.ts';
import { buildCase } from './build-cases.ts';
import type { Change } from './month-later-story.ts';
import { ADMIN_CHECKS } from './planned-case.ts';
import { DAY, wholeSecond } from './relative-dates.ts';
import type { Fact } from './truth.ts';
import type { WorldBuilder } from './world-builder.ts';

/** Makes one change of the story true in the world, and puts right what the second run must say. */
export function happen(builder: WorldBuilder, change: Change): void {
  if (change.does === 'forbid-upload') {
    builder.world.policy.publicUpload = false;
    settle(builder, change.settles ?? [], (fact) => fact.member === null);
    return;
  }
  const user = builder.roles.get(change.who);
  if (user === undefined) throw new RangeError(`nobody is ${change.who}`);
  const at = wholeSecond(builder.times.now + 15 * DAY);
  if (change.does === 'delete') deleteFile(builder, user, change.path, at);
  if (change.does === 'rename') rename(builder, user, change.path, change.to, at);
  if (change.does === 'add') addFile(builder, user, change.path, change.size, at);
  if (change.does === 'bin') putIntoBin(builder, user, change.name, change.size, at);
  if (change.does === 'close-link') closeLink(builder, user, change.path);
  if (change.does === 'set-password') setPassword(builder, user, change.path, change.settles ?? []);
  if (change.does === 'build') buildLater(builder, user, change.planned, at);
  if (change.does === 'leave') leave(builder, user);
  for (const check of change.finds ?? []) findNow(builder, user, check, change);
}

/** Puts a file into a member's tree after the first run, as an upload does. */
export function addFile(
  builder: WorldBuilder,
  user: WorldUser,
  path: TreePath,
  size: number,
  at: number,
): void {
  fileAt(builder.registry, user.home, path, { size, modifiedAt: at, uploadedAt: at });
  stampUpwards(builder.registry, user.home, path, at);
}

function deleteFile(builder: WorldBuilder, user: WorldUser, path: TreePath, at: number): void {
  const node = takeOut(user.home, path);
  stampUpwards(builder.registry, user.home, parentOf(path), at);
  if (node.kind === 'file') putIntoBin(builder, user, path.slice(1), node.size, at, node.fileId);
  changeFacts(builder, (fact) => (speaksOf(fact, user, path) ? gone(fact) : fact));
}

function putIntoBin(
  builder: WorldBuilder,
  user: WorldUser,
  origin: string,
  size: number,
  at: number,
  fileId = builder.registry.fileId(),
): void {
  const name = nameOf(origin);
  user.trash.push({ name, fileId, size, isFolder: false, originalLocation: origin, deletedAt: at });
}

function rename(builder: WorldBuilder, user: WorldUser, path: TreePath, to: string, at: number): void {
  const node = nodeAt(user.home, path);
  if (node === null) throw new RangeError(`nothing stands at ${path}`);
  node.name = to;
  stampUpwards(builder.registry, user.home, parentOf(path), at);
  const moved = (old: TreePath) => `${parentOf(path)}/${to}${old.slice(path.length)}`;
  for (const share of builder.world.shares) {
    if (share.fileOwner === user.id && isWithin(share.path, path)) share.path = moved(share.path);
  }
  changeFacts(builder, (fact) => {
    const old = fact.subject.path;
    if (old === null || !speaksOf(fact, user, path)) return fact;
    return { ...fact, subject: { ...fact.subject, path: moved(old) } };
  });
}

function closeLink(builder: WorldBuilder, user: WorldUser, path: TreePath): void {
  const link = linkOn(builder, user, path);
  builder.world.shares = builder.world.shares.filter((share) => share !== link);
  changeFacts(builder, (fact) => (isAbout(fact, link) ? gone(fact) : fact));
}

function setPassword(
  builder: WorldBuilder,
  user: WorldUser,
  path: TreePath,
  settles: readonly string[],
): void {
  const link = linkOn(builder, user, path);
  link.passwordHash = `3|$argon2id$${builder.registry.random.hex(32)}`;
  settle(builder, settles, (fact) => isAbout(fact, link));
}

function buildLater(
  builder: WorldBuilder,
  user: WorldUser,
  planned: Parameters<typeof buildCase>[1],
  at: number,
): void {
  buildCase(builder, planned, user, 2);
  const path = 'shares' in planned ? planned.shares : 'file' in planned ? planned.file : '/';
  stampUpwards(builder.registry, user.home, path, at);
}

/** The account is disabled: its tree and shares are out of sight, so what was found of them is neither there nor fixed. */
function leave(builder: WorldBuilder, user: WorldUser): void {
  user.enabled = false;
  changeFacts(builder, (fact) =>
    fact.member === user.id ? { ...fact, outcomes: [fact.outcomes[0], 'silent'] } : fact,
  );
}

/** The check trips for the member as a whole from now on. */
function findNow(builder: WorldBuilder, user: WorldUser, check: string, change: Change): void {
  const severity = change.does === 'add' ? (change.severity ?? null) : null;
  const known = builder.facts.find((fact) => fact.check === check && fact.member === user.id);
  const later: Fact = {
    check,
    member: user.id,
    subject: { kind: 'member', id: user.id, path: null },
    description: change.description,
    audience: ADMIN_CHECKS.includes(check) ? 'admin' : 'member',
    severity,
    bytes: null,
    outcomes: [known?.outcomes[0] ?? 'silent', 'found'],
    exceptedUntil: null,
  };
  builder.facts = [...builder.facts.filter((fact) => fact !== known), later];
}

function settle(builder: WorldBuilder, checks: readonly string[], about: (fact: Fact) => boolean): void {
  changeFacts(builder, (fact) => (checks.includes(fact.check) && about(fact) ? gone(fact) : fact));
}

function changeFacts(builder: WorldBuilder, change: (fact: Fact) => Fact): void {
  builder.facts = builder.facts.map(change);
}

/** The second run misses it. */
export function gone(fact: Fact): Fact {
  return { ...fact, outcomes: [fact.outcomes[0], 'gone'] };
}

function linkOn(builder: WorldBuilder, user: WorldUser, path: TreePath): WorldShare {
  const link = builder.world.shares.find(
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
