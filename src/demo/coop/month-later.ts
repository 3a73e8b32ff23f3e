import { isoDate } from '../../model/time.ts';
import { fileAt, registryOf, stampUpwards } from '../nextcloud/world/tree.ts';
import type { World, WorldUser } from '../nextcloud/world/world.ts';
import { randomOf } from '../random.ts';
import { truthOf } from './compute-truth.ts';
import { addFile, gone, happen } from './month-later-changes.ts';
import { QUIET_GROWTH, STORY } from './month-later-story.ts';
import { DAY, wholeSecond, ZONE } from './relative-dates.ts';
import type { Truth } from './truth.ts';
import type { WorldBuilder } from './world-builder.ts';

/**
 * Lets a month pass in the world itself: the server goes on serving it, with new etags up to the root wherever
 * something changed. Gives what the second run must say. To be called once, after the first run.
 */
export function oneMonthLater(world: World, truth: Truth, seed = 1): Truth {
  const builder = builderOf(world, truth, seed);
  for (const change of STORY) happen(builder, change);
  growQuietly(builder);
  dropEnded(builder);
  const lastLogins = new Map(truth.members.map((member) => [member.id, member.lastLogin]));
  logInAgain(builder, lastLogins);
  growTogether(builder);
  const next = truthOf(world, { ...truth, facts: builder.facts, exceptions: builder.exceptions, run: 2 });
  return {
    ...next,
    members: next.members.map((member) => ({ ...member, lastLogin: lastLogins.get(member.id) ?? null })),
  };
}

function builderOf(world: World, truth: Truth, seed: number): WorldBuilder {
  const byId = new Map(world.users.map((user) => [user.id, user]));
  const roles = new Map<string, WorldUser>();
  for (const [key, id] of Object.entries(truth.roles)) {
    const user = byId.get(id);
    if (user !== undefined) roles.set(key, user);
  }
  const registry = registryOf(randomOf(seed ^ 0x5eed), 1);
  return {
    world,
    times: truth.times,
    registry,
    roles,
    facts: [...truth.facts],
    exceptions: [...truth.exceptions],
  };
}

/** The quiet ones put a small file each into their own folder, so that the second read has something to read. */
function growQuietly(builder: WorldBuilder): void {
  const { registry, times, roles } = builder;
  for (const key of ['historian', 'curator', 'cabinet-maker', 'accountant']) {
    const user = roles.get(key);
    if (user === undefined) continue;
    const at = wholeSecond(times.now + registry.random.between(3, 20) * DAY);
    const size = registry.random.between(QUIET_GROWTH.smallest, QUIET_GROWTH.largest);
    addFile(builder, user, '/Carnet/semaine.odt', size, at);
  }
}

/** Somebody adds minutes to each group folder. */
function growTogether({ registry, times, world }: WorldBuilder): void {
  const mounts = world.users.flatMap((user) => user.mounts.filter(({ type }) => type === 'group'));
  const at = wholeSecond(times.now + 12 * DAY);
  for (const folder of new Set(mounts.map((mount) => mount.folder))) {
    const path = '/Réunions/compte rendu.odt';
    fileAt(registry, folder, path, { size: 64_000, modifiedAt: at, uploadedAt: at });
    stampUpwards(registry, folder, path, at);
  }
}

/** The server forgets a share once its end has passed. */
function dropEnded(builder: WorldBuilder): void {
  const today = isoDate(builder.times.later, ZONE);
  const ended = builder.world.shares.filter((share) => share.expires !== null && share.expires <= today);
  builder.world.shares = builder.world.shares.filter((share) => !ended.includes(share));
  const ids = new Set(ended.map((share) => share.id));
  builder.facts = builder.facts.map((fact) =>
    fact.subject.kind === 'share' && ids.has(fact.subject.id) ? gone(fact) : fact,
  );
}

/**
 * Those who were there lately log in again. The others keep what the server says, which may by now be the moment
 * when menage read them; what menage must say of them is still their own last login.
 */
function logInAgain(builder: WorldBuilder, lastLogins: Map<string, number | null>): void {
  const { registry, times, world } = builder;
  for (const user of world.users) {
    const own = lastLogins.get(user.id) ?? null;
    if (!user.enabled || own === null || own <= times.now - 60 * DAY) continue;
    user.lastLogin = wholeSecond(times.later - registry.random.between(DAY, 20 * DAY));
    lastLogins.set(user.id, user.lastLogin);
  }
}
