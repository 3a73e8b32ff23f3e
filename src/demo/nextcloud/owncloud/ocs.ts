import type { Asked } from '../http/request.ts';
import { type OcsResult, refusal } from '../ocs/envelope.ts';
import { isAdmin, page } from '../ocs/users.ts';
import { userNamed } from '../world/received.ts';
import type { Site } from '../world/site.ts';
import { sizesIn } from '../world/tree-sizes.ts';
import type { WorldPolicy, WorldUser } from '../world/world.ts';

const NOT_ADMIN = refusal(997, 'Unauthorised', 401);
const NO_USER = refusal(404, 'The requested user could not be found');
const NO_GROUP = refusal(404, 'The requested group could not be found');
/** What is left on the disk of an account without a limit. */
const FREE_ON_DISK = 76_658_913_280;

/** What ownCloud answers to a route of OCS that it does not have. */
export const NO_SUCH_ROUTE = refusal(
  500,
  'Invalid query, please check the syntax. API specifications are here: http://www.freedesktop.org/wiki/Specifications/open-collaboration-services. DEBUG OUTPUT:\n',
);

/** The provisioning API of ownCloud 10: no list of records, none of groups. */
export function ownCloudUsers(site: Site, caller: WorldUser, asked: Asked): OcsResult {
  const [area, first, second, third] = asked.segments.slice(3);
  if (third !== undefined) return NO_SUCH_ROUTE;
  if (area === 'user') return { data: { ...named(caller), email: caller.mail } };
  const admin = isAdmin(site.world, caller);
  if (area === 'users' && first !== undefined) return oneUser(site, caller, first, second);
  if (!admin) return NOT_ADMIN;
  const { groups, users } = site.world;
  if (area === 'users') return { data: { users: page(sorted(users), asked) } };
  if (first === undefined) return { data: { groups: page(sorted(groups), asked) } };
  if (second !== undefined) return NO_SUCH_ROUTE;
  if (!groups.some(({ id }) => id === first)) return NO_GROUP;
  return { data: { users: sorted(users.filter((user) => user.groups.includes(first))) } };
}

function sorted(all: readonly { readonly id: string }[]): readonly string[] {
  return all.map(({ id }) => id).sort();
}

function named({ id, displayName }: WorldUser): Readonly<Record<string, string>> {
  return { id, 'display-name': displayName };
}

function oneUser(site: Site, caller: WorldUser, id: string, field: string | undefined): OcsResult {
  const admin = isAdmin(site.world, caller);
  if (!admin && id !== caller.id) return NOT_ADMIN;
  const user = userNamed(site.world, id);
  if (user === undefined) return NO_USER;
  if (field === 'groups') return { data: { groups: user.groups } };
  if (field !== undefined) return NO_SUCH_ROUTE;
  return {
    data: {
      ...(admin && { enabled: String(user.enabled) }),
      quota: quotaOf(site, user),
      email: user.mail,
      displayname: user.displayName,
      home: `/oc/data/${id}`,
      two_factor_auth_enabled: 'false',
      last_login: user.lastLogin === null ? 0 : Math.floor(user.lastLogin / 1000),
      creation_time: 0,
      language: user.language,
    },
  };
}

function quotaOf(site: Site, { home, quota }: WorldUser): Readonly<Record<string, unknown>> {
  const used = sizesIn(site, home).of(home);
  const total = quota ?? FREE_ON_DISK + used;
  const relative = total === 0 ? 0 : Math.round((used / total) * 10_000) / 100;
  const definition = quota === null ? 'none' : `${quota} B`;
  return { free: Math.max(0, total - used), used, total, relative, definition };
}

export function ownCloudCapabilities(site: Site): OcsResult {
  const [major = 0, minor = 0, micro = 0] = site.world.version.split('.').map(Number);
  return {
    data: {
      version: { major, minor, micro, string: site.world.version, edition: 'Community', product: 'ownCloud' },
      capabilities: {
        core: { pollinterval: 30_000, 'webdav-root': 'remote.php/webdav' },
        checksums: { supportedTypes: ['SHA1'], preferredUploadType: 'SHA1' },
        dav: {
          chunking: '1.0',
          reports: ['search-files'],
          propfind: { depth_infinity: false },
          trashbin: '1.0',
        },
        files_sharing: sharing(site.world.policy),
      },
    },
  };
}

function sharing(policy: WorldPolicy): Readonly<Record<string, unknown>> {
  const { linkExpiryDays: days, linkExpiryEnforced, linkPasswordEnforced: enforced } = policy;
  const kinds = {
    read_only: enforced,
    read_write: enforced,
    upload_only: enforced,
    read_write_delete: enforced,
  };
  return {
    api_enabled: true,
    public: {
      enabled: true,
      password: { enforced_for: kinds, enforced },
      roles_api: true,
      can_create_public_link: true,
      expire_date:
        days === null
          ? { enabled: false }
          : { enabled: true, days: String(days), enforced: linkExpiryEnforced },
      upload: policy.publicUpload,
      multiple: true,
      supports_upload_only: true,
    },
    user: { send_mail: false, expire_date: { enabled: false } },
    resharing: policy.resharing,
    default_permissions: policy.defaultPermissions,
    federation: { outgoing: policy.federationOutgoing, incoming: true },
  };
}
