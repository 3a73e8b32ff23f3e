import { playsAppApi } from '../world/app-api.ts';
import { flavourOf } from '../world/flavour.ts';
import type { Site } from '../world/site.ts';
import type { WorldPolicy, WorldShare, WorldUser } from '../world/world.ts';
import type { OcsResult } from './envelope.ts';
import { refusal } from './envelope.ts';
import { isAdmin } from './users.ts';

/** `/cloud/capabilities`: whoever is not logged in gets the short list. */
export function capabilitiesResult(site: Site, caller: WorldUser | null): OcsResult {
  const [major = 0, minor = 0, micro = 0] = site.world.version.split('.').map(Number);
  const capabilities = { bruteforce: { delay: 0, 'allow-listed': false } };
  const full = caller === null ? {} : membersCapabilities(site);
  return {
    headers: { etag: `"${site.world.dataFingerprint}-${caller?.id ?? ''}"` },
    data: {
      version: { major, minor, micro, string: site.world.version, edition: '', extendedSupport: false },
      capabilities: { ...capabilities, ...full },
    },
  };
}

function membersCapabilities(site: Site): Readonly<Record<string, unknown>> {
  const { world } = site;
  const { searchHasUploads, appApi } = flavourOf(world);
  const searching = searchHasUploads
    ? {
        public_shares_chunking: true,
        search_supports_creation_time: true,
        search_supports_upload_time: true,
        search_supports_last_activity: true,
      }
    : {};
  return {
    core: {
      pollinterval: 60,
      'webdav-root': 'remote.php/webdav',
      'reference-api': true,
      'mod-rewrite-working': true,
    },
    files: { bigfilechunking: true, undelete: true, delete_from_trash: true, versioning: true },
    dav: {
      chunking: '1.0',
      ...searching,
      bulkupload: '1.0',
      'absence-supported': true,
      'absence-replacement': true,
    },
    files_sharing: sharing(world.policy),
    ...(playsAppApi(site) && { app_api: { loglevel: 2, version: appApi } }),
    provisioning_api: { version: '1.21.0', AccountPropertyScopesVersion: 2 },
  };
}

function sharing(policy: WorldPolicy): Readonly<Record<string, unknown>> {
  const rule = policy.linkExpiryDays !== null;
  const expiry = rule
    ? { enabled: true, days: policy.linkExpiryDays, enforced: policy.linkExpiryEnforced }
    : { enabled: false };
  return {
    api_enabled: true,
    public: {
      enabled: true,
      password: { enforced: policy.linkPasswordEnforced, askForOptionalPassword: false },
      expire_date: expiry,
      multiple_links: true,
      expire_date_internal: { enabled: false },
      expire_date_remote: { enabled: false },
      send_mail: false,
      upload: policy.publicUpload,
      upload_files_drop: policy.publicUpload,
      custom_tokens: false,
    },
    resharing: policy.resharing,
    user: { send_mail: false, expire_date: { enabled: true } },
    group_sharing: true,
    group: { enabled: true, expire_date: { enabled: true } },
    default_permissions: policy.defaultPermissions,
    federation: {
      outgoing: policy.federationOutgoing,
      incoming: true,
      expire_date: { enabled: true },
      expire_date_supported: { enabled: true },
    },
    sharee: { query_lookup_default: false, always_show_unique: true },
    sharebymail: {
      enabled: true,
      send_password_by_mail: true,
      upload_files_drop: { enabled: true },
      password: { enabled: true, enforced: policy.linkPasswordEnforced },
      expire_date: { enabled: true, enforced: false },
    },
  };
}

/** The app serverinfo: counts of shares, by which a list can be checked; `num_shares` also counts internal rows. */
export function serverinfoResult(site: Site, caller: WorldUser): OcsResult {
  if (!isAdmin(site.world, caller)) return refusal(403, 'Logged in account must be an admin');
  const { shares, users } = site.world;
  const of = (...types: readonly number[]) => shares.filter(({ type }) => types.includes(type));
  return {
    data: {
      nextcloud: {
        storage: {
          num_users: users.filter(({ lastLogin }) => lastLogin !== null).length,
          ...(flavourOf(site.world).countsDisabled && {
            num_disabled_users: users.filter(({ enabled }) => !enabled).length,
          }),
          num_files: 0,
          num_storages: users.length + 1,
          num_storages_local: 1,
          num_storages_home: users.length,
          num_storages_other: 0,
          size_appdata_storage: 0,
          num_files_appdata: 0,
        },
        shares: {
          num_shares: shares.length,
          num_shares_user: of(0).length,
          num_shares_groups: of(1).length,
          num_shares_link: of(3).length,
          num_shares_mail: of(4).length,
          num_shares_room: of(10).length,
          num_shares_link_no_password: of(3).filter(({ passwordHash }) => passwordHash === null).length,
          num_fed_shares_sent: of(6, 9).length,
          num_fed_shares_received: 0,
          ...byPermissions(shares),
        },
      },
    },
  };
}

function byPermissions(shares: readonly WorldShare[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { type, permissions } of shares) {
    const key = `permissions_${type}_${permissions}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
