import { UsageError } from '../../model/errors.ts';
import { after } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import { PLAYED } from '../nextcloud/world/flavour.ts';
import { bytesIn, filesIn, registryOf, settleTimes } from '../nextcloud/world/tree.ts';
import type { World } from '../nextcloud/world/world.ts';
import { randomOf } from '../random.ts';
import { makeAccount, makeAccounts, makeGroups } from './accounts.ts';
import {
  BACKGROUND_BYTES,
  ballastSizes,
  FEWEST_FILES,
  growBackground,
  layBallast,
  totalFor,
} from './background.ts';
import { buildCase } from './build-cases.ts';
import { CASES } from './cases/index.ts';
import { truthOf } from './compute-truth.ts';
import { layMounts } from './mounts.ts';
import { type PolicyKind, policyFacts, policyOf } from './policy.ts';
import { ZONE } from './relative-dates.ts';
import type { Truth } from './truth.ts';
import type { WorldBuilder } from './world-builder.ts';

const FEWEST_MEMBERS = 40;
const FILES_PER_MEMBER = 60;
export const ADMIN_ID = 'menage-admin';

export interface CoopOptions {
  readonly seed: number;
  /** When the first run begins; every age is told from here. */
  readonly now: UtcMs;
  /** When the second run begins; a calendar month later unless said. */
  readonly later?: UtcMs;
  /** Without the administrator and the two accounts outside the member groups; 40 at least. */
  readonly members?: number;
  /** Files of all members together; those of the cases stand even where this is less. */
  readonly files?: number;
  readonly policy?: PolicyKind;
  /** Leaves out the folders that cannot be read, so that a run is complete. */
  readonly readable?: boolean;
  /** Of the server, which plays it as near as it can; 31.0.6 unless said. */
  readonly version?: string;
}

export interface Coop {
  readonly world: World;
  readonly truth: Truth;
}

/** Makes up a whole cooperative. The same options give the same one, to the last etag. */
export function makeCoop(options: CoopOptions): Coop {
  const { seed, now, members = FEWEST_MEMBERS, files = members * FILES_PER_MEMBER, policy = 'lax' } = options;
  if (!Number.isInteger(members) || members < FEWEST_MEMBERS) {
    throw new UsageError(`The demo needs at least ${FEWEST_MEMBERS} members: ask for more than ${members}.`);
  }
  const times = { now, later: options.later ?? after(now, { amount: 1, unit: 'months' }, ZONE) };
  const registry = registryOf(randomOf(seed));
  const accounts = makeAccounts(registry, members, now);
  const { version = PLAYED[31] } = options;
  const world = emptyWorld(version, policyOf(policy), registry.random.letters(24), seed);
  world.users.push(...accounts.map(({ user }) => user), adminAccount(registry, now));
  const builder: WorldBuilder = {
    world,
    times,
    registry,
    roles: new Map(),
    facts: [...policyFacts(policy)],
    exceptions: [],
  };
  for (const { user, role } of accounts) if (!builder.roles.has(role.key)) builder.roles.set(role.key, user);
  for (const { user, role } of accounts) {
    const own = CASES.filter((planned) => planned.who === role.key);
    for (const planned of own) {
      if (options.readable === true && 'unreadable' in planned) continue;
      buildCase(builder, planned, user);
    }
  }
  fillUp(builder, accounts, files);
  layMounts(builder);
  for (const user of world.users) settleTimes(user.home);
  const roles = Object.fromEntries([...builder.roles].map(([key, user]) => [key, user.id]));
  const { facts, exceptions } = builder;
  return { world, truth: truthOf(world, { run: 1, times, roles, facts, exceptions }) };
}

/** Ballast up to each member's total, then small files until all have `files` together. */
function fillUp(builder: WorldBuilder, accounts: ReturnType<typeof makeAccounts>, files: number): void {
  const { registry, times } = builder;
  const growing = accounts.filter(({ role }) => role.bare !== true);
  for (const { user, role } of growing) {
    const missing = totalFor(registry, role) - bytesIn(user.home) - BACKGROUND_BYTES;
    layBallast(registry, user, ballastSizes(registry, missing), times.now);
  }
  const ofCases = accounts.reduce((sum, { user }) => sum + filesIn(user.home), 0);
  const wanted = Math.max(files - ofCases, FEWEST_FILES * growing.length);
  for (const [index, { user }] of growing.entries()) {
    const from = Math.floor((wanted * index) / growing.length);
    const to = Math.floor((wanted * (index + 1)) / growing.length);
    growBackground(registry, user, to - from, times.now);
  }
}

function adminAccount(registry: WorldBuilder['registry'], now: UtcMs): World['users'][number] {
  const admin = makeAccount(registry, { id: ADMIN_ID, name: 'Administration' }, now);
  return { ...admin, groups: ['admin'], mail: 'admin@coop.example', quota: null, appPassword: null };
}

function emptyWorld(version: string, policy: World['policy'], password: string, seed: number): World {
  return {
    version,
    policy,
    admin: { id: ADMIN_ID, password },
    users: [],
    groups: makeGroups(),
    shares: [],
    dataFingerprint: `demo-${seed}`,
  };
}
