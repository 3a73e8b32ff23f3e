import type { MemberId } from '../../model/ids.ts';
import type { Portal } from '../portal.ts';

/** What a signed-in person may see beside the own pages. */
export interface Roles {
  readonly isAdmin: boolean;
  /** Sees the audit page and the register, changes nothing. */
  readonly isAuditor: boolean;
  /** The antennas that the person looks after. */
  readonly antennas: readonly string[];
}

/** The roles of a signed-in person, as the config names them. */
export async function rolesOf({ settings }: Portal, member: MemberId): Promise<Roles> {
  return { isAdmin: settings.admins.includes(member), isAuditor: false, antennas: [] };
}
