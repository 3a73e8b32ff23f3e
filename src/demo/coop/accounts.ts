import type { UtcMs } from '../../model/units.ts';
import { emptyFolder, type Registry } from '../nextcloud/world/tree.ts';
import type { World, WorldUser } from '../nextcloud/world/world.ts';
import { COLLECTIVE_GROUP } from './mounts.ts';
import {
  ANTENNAS,
  CAPE,
  ESA,
  personOf,
  plain,
  REPEATED,
  ROLES,
  type Role,
  RULE,
  SOUND_TEAM,
  VIDEO_TEAM,
} from './people.ts';
import { DAY, MB, wholeSecond } from './relative-dates.ts';

export interface Account {
  readonly user: WorldUser;
  readonly role: Role;
}

/** Outside the member groups: one may log in, the other no more. */
const GUESTS: readonly Role[] = [
  { key: 'guest', trade: 'invitation', total: 20 * MB },
  { key: 'former-guest', trade: 'invitation', total: 0, bare: true, disabled: true },
];

/** `count` members, then the two accounts outside the member groups. */
export function makeAccounts(registry: Registry, count: number, now: UtcMs): readonly Account[] {
  const members = Array.from({ length: count }, (_, index) => {
    const role = roleOf(index);
    const antenna = ANTENNAS[index % ANTENNAS.length] ?? ANTENNAS[0];
    const groups = [index % 3 === 2 ? ESA : CAPE, antenna, ...(index < ROLES.length ? teamsOf(role) : [])];
    return { role, user: { ...accountFor(registry, role, index, now), groups } };
  });
  const guests = GUESTS.map((role, index) => ({
    role,
    user: accountFor(registry, role, count + index, now),
  }));
  return [...members, ...guests];
}

export function makeGroups(): World['groups'] {
  return [CAPE, ESA, ...ANTENNAS, VIDEO_TEAM, SOUND_TEAM, COLLECTIVE_GROUP, 'admin'].map((id) => ({
    id,
    name: id.startsWith('equipe-') ? id.replace('equipe-', 'Équipe ') : id,
  }));
}

function roleOf(index: number): Role {
  const first = ROLES[index];
  if (first !== undefined) return first;
  const key = REPEATED[(index - ROLES.length) % REPEATED.length];
  const again = ROLES.find((role) => role.key === key);
  if (again === undefined) throw new RangeError(`no role "${key}"`);
  return again;
}

function teamsOf(role: Role): readonly string[] {
  if (role.team === 'both') return [VIDEO_TEAM, SOUND_TEAM];
  return role.team === 'video' ? [VIDEO_TEAM] : role.team === 'sound' ? [SOUND_TEAM] : [];
}

function accountFor(registry: Registry, role: Role, index: number, now: UtcMs): WorldUser {
  const person = personOf(index);
  const user = makeAccount(registry, person, now);
  return {
    ...user,
    loginName: role.directoryLogin === true ? `${plain(person.name)}@annuaire.example` : user.loginName,
    mail: role.withoutMail === true ? null : user.mail,
    language: role.language ?? 'fr',
    enabled: role.disabled !== true,
    quota: role.quota === undefined ? RULE : role.quota,
    appPassword: role.notGranted === true ? null : user.appPassword,
  };
}

/** An ordinary account with an empty tree. */
export function makeAccount(
  registry: Registry,
  { id, name }: { readonly id: string; readonly name: string },
  now: UtcMs,
): WorldUser {
  return {
    id,
    loginName: id,
    displayName: name,
    mail: `${id}@coop.example`,
    language: 'fr',
    enabled: true,
    groups: [],
    quota: RULE,
    lastLogin: wholeSecond(now - registry.random.between(DAY, 40 * DAY)),
    appPassword: registry.random.letters(72),
    home: emptyFolder(registry, '', wholeSecond(now - 1500 * DAY)),
    trash: [],
    mounts: [],
  };
}
