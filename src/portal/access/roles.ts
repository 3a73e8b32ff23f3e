import { directoryOf } from '../../app/directory.ts';
import type { DirectoryRow } from '../../gather/inventory/directory.ts';
import type { MemberId } from '../../model/ids.ts';
import { addressIdentity } from '../../model/text/mail-address.ts';
import type { Portal } from '../portal.ts';

/** What a signed-in person may see beside the own pages. */
export interface Roles {
  readonly isAdmin: boolean;
  /** Sees the audit page and the register, changes nothing. */
  readonly isAuditor: boolean;
  /** The antennas that the person looks after. */
  readonly antennas: readonly string[];
}

const NONE: Roles = { isAdmin: false, isAuditor: false, antennas: [] };

/**
 * The roles of a signed-in person, by the server's groups and the config. Whoever has left, or of whom the server has said
 * nothing for an hour, has none.
 */
export async function rolesOf(portal: Portal, member: MemberId): Promise<Roles> {
  return rolesBy(portal, member, await portal.accounts.groupsOf(member));
}

/** The same as far as it is known without asking the server: for what is only shown. */
export function knownRolesOf(portal: Portal, member: MemberId): Roles {
  return rolesBy(portal, member, portal.accounts.knownGroupsOf(member));
}

function rolesBy({ settings, config }: Portal, member: MemberId, groups: readonly string[] | null): Roles {
  if (groups === null) return NONE;
  return {
    isAdmin: groups.includes('admin') || settings.admins.includes(member),
    isAuditor: settings.auditors !== undefined && groups.includes(settings.auditors),
    antennas: antennasOf(config, member),
  };
}

/**
 * Whose referent somebody is, as the organisation wrote it down: by account in `referents`, or in its directory. The
 * address that an account has in Nextcloud decides nothing, for its owner can change it.
 */
function antennasOf(config: Portal['config'], member: MemberId): readonly string[] {
  const rows = [...(directoryOf(config)?.values() ?? [])];
  const own = rows.find(({ id }) => id === member)?.mail ?? null;
  const named = config.referents.filter(
    ({ account, mail }) => account === member || (own !== null && isSame(mail, own)),
  );
  const isTheirs = ({ referent }: DirectoryRow) =>
    referent !== null && (referent === member || (own !== null && isSame(referent, own)));
  const antennas = rows.flatMap((row) => (row.antenna !== null && isTheirs(row) ? [row.antenna] : []));
  return [...new Set([...named.map(({ group }) => group), ...antennas])];
}

function isSame(one: string, other: string): boolean {
  return addressIdentity(one) === addressIdentity(other);
}
