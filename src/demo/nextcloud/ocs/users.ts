import { type Asked, USER_LISTS } from '../http/request.ts';
import { flavourOf } from '../world/flavour.ts';
import { userNamed } from '../world/received.ts';
import type { Site } from '../world/site.ts';
import { sizesIn } from '../world/tree-sizes.ts';
import type { World, WorldUser } from '../world/world.ts';
import { type OcsResult, refusal } from './envelope.ts';

const NOT_ADMIN = refusal(403, 'Logged in account must be at least a sub admin');
const UNLIMITED = -3;
/** Fields of a profile that nobody filled in. */
const PROFILE = [
  'phone',
  'address',
  'website',
  'twitter',
  'fediverse',
  'organisation',
  'role',
  'headline',
  'biography',
];

/** The provisioning API: `/cloud/user`, `/cloud/users…` and `/cloud/groups…`. */
export function usersResult(site: Site, caller: WorldUser, asked: Asked): OcsResult {
  const [area, first, second, third] = asked.segments.slice(3);
  if (area === 'user') return { data: recordOf(site, caller, { own: true, admin: false }) };
  const admin = isAdmin(site.world, caller);
  if (area === 'users' && first !== undefined && !USER_LISTS.includes(first)) {
    return oneUser(site, caller, first, second);
  }
  if (!admin) return NOT_ADMIN;
  if (area === 'users') return userList(site, asked, first);
  if (first === undefined) return { data: { groups: page(groupIds(site.world), asked) } };
  if (first === 'details')
    return { data: { groups: page(groupIds(site.world), asked).map((id) => groupDetails(site.world, id)) } };
  return groupMembers(site, asked, first, third === 'details');
}

export function isAdmin(world: World, user: WorldUser): boolean {
  return user.id === world.admin.id || user.groups.includes('admin');
}

function oneUser(site: Site, caller: WorldUser, id: string, field: string | undefined): OcsResult {
  const admin = isAdmin(site.world, caller);
  const user = userNamed(site.world, id);
  if (!admin && id !== caller.id) return refusal(998, '', 404);
  if (user === undefined) return refusal(404, 'User does not exist');
  if (field === 'groups') return { data: { groups: user.groups } };
  if (field === 'subadmins') return { data: [] };
  return { data: recordOf(site, user, { own: id === caller.id, admin }) };
}

function userList(site: Site, asked: Asked, kind: string | undefined): OcsResult {
  const search = (asked.query.get('search') ?? '').toLowerCase();
  const concerned = asked.accounts ?? [];
  const users = site.world.users
    .filter(({ id }) => asked.fault !== 'accounts-missing' || !concerned.includes(id))
    .filter((user) => kind !== 'disabled' || !user.enabled)
    .filter(
      ({ id, displayName }) =>
        id.toLowerCase().includes(search) || displayName.toLowerCase().includes(search),
    );
  const shown = page(users, asked);
  return { data: { users: kind === undefined ? shown.map(({ id }) => id) : details(site, shown, asked) } };
}

/** An empty list is `[]`, also where an object is expected. */
function details(site: Site, users: readonly WorldUser[], { fault, accounts = [] }: Asked): unknown {
  if (users.length === 0) return [];
  const rowOf = (user: WorldUser) => {
    const record = recordOf(site, user, { own: false, admin: true });
    if (!accounts.includes(user.id)) return record;
    if (fault === 'accounts-bare') return { id: user.id };
    return fault === 'accounts-groupless' ? { ...record, groups: [] } : record;
  };
  return Object.fromEntries(users.map((user) => [user.id, rowOf(user)]));
}

/** The part of a list that `limit` and `offset` ask for. */
export function page<T>(all: readonly T[], { query, fault }: Asked): readonly T[] {
  const offset = fault === 'repeated-page' ? 0 : Number(query.get('offset') ?? 0);
  const limit = Number(query.get('limit') ?? -1);
  if (fault === 'empty-list') return [];
  const shown = limit < 0 ? all.slice(offset) : all.slice(offset, offset + limit);
  return fault === 'half-page' ? shown.slice(0, Math.ceil(shown.length / 2)) : shown;
}

function groupIds(world: World): readonly string[] {
  return world.groups.map(({ id }) => id).sort();
}

function groupDetails(world: World, id: string): unknown {
  const members = world.users.filter(({ groups }) => groups.includes(id));
  return {
    id,
    displayname: world.groups.find((group) => group.id === id)?.name ?? id,
    usercount: members.length,
    disabled: members.filter(({ enabled }) => !enabled).length,
    canAdd: true,
    canRemove: true,
  };
}

function groupMembers(site: Site, asked: Asked, id: string, full: boolean): OcsResult {
  if (!groupIds(site.world).includes(id)) return refusal(404, 'The requested group could not be found');
  const members = site.world.users.filter(({ groups }) => groups.includes(id));
  const shown = page(
    [...members].sort((a, b) => (a.id < b.id ? -1 : 1)),
    asked,
  );
  return { data: { users: full ? details(site, shown, asked) : shown.map((user) => user.id) } };
}

/** An account as the provisioning API tells it; where the storage lies only to admins, scopes only to oneself. */
function recordOf(
  site: Site,
  user: WorldUser,
  { own, admin }: { readonly own: boolean; readonly admin: boolean },
): Readonly<Record<string, unknown>> {
  const seconds = user.lastLogin === null ? 0 : Math.floor(user.lastLogin / 1000);
  const scope = (name: string, value: string) => (own ? { [`${name}Scope`]: value } : {});
  const { accountFields } = flavourOf(site.world);
  const profile = [...PROFILE, ...accountFields.profile].flatMap((name) =>
    Object.entries({ [name]: '', ...scope(name, 'v2-local') }),
  );
  return {
    enabled: user.enabled,
    ...(admin ? { storageLocation: `/var/www/nextcloud/data/${user.id}` } : {}),
    id: user.id,
    firstLoginTimestamp: seconds,
    lastLoginTimestamp: seconds,
    lastLogin: seconds * 1000,
    backend: 'Database',
    subadmin: [],
    quota: quotaOf(site, user),
    manager: '',
    ...scope('avatar', 'v2-federated'),
    email: user.mail,
    ...scope('email', 'v2-federated'),
    additional_mail: [],
    ...(own ? { additional_mailScope: [] } : {}),
    displayname: user.displayName,
    'display-name': user.displayName,
    ...scope('displayname', 'v2-federated'),
    ...Object.fromEntries(profile),
    profile_enabled: '1',
    ...scope('profile_enabled', 'v2-local'),
    pronouns: '',
    ...scope('pronouns', 'v2-federated'),
    groups: user.groups,
    language: user.language,
    locale: '',
    ...Object.fromEntries(accountFields.own.map((name) => [name, ''])),
    notify_email: null,
    backendCapabilities: { setDisplayName: true, setPassword: true },
  };
}

function quotaOf(site: Site, user: WorldUser): Readonly<Record<string, number>> {
  const used = sizesIn(site, user.home).of(user.home);
  if (user.quota === null) {
    return { free: UNLIMITED, used, total: UNLIMITED, relative: 0, quota: UNLIMITED };
  }
  const relative = user.quota === 0 ? 0 : Math.round((used / user.quota) * 10_000) / 100;
  return { free: user.quota - used, used, total: user.quota, relative, quota: user.quota };
}
