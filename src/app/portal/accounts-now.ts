import { RequestError } from '../../model/errors.ts';
import type { MemberId } from '../../model/ids.ts';
import type { Login } from '../../model/secret.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Client } from '../../nextcloud/http/client.ts';
import { readAccount } from '../../nextcloud/ocs/accounts.ts';

/** What the server says of the groups of accounts now, kept for minutes. */
export interface AccountsNow {
  /**
   * Asks where the last answer is older than five minutes; null = not known, or not for an hour, or the account is disabled
   * or gone.
   */
  groupsOf(member: MemberId): Promise<readonly string[] | null>;
  /** What is known without asking. */
  knownGroupsOf(member: MemberId): readonly string[] | null;
  /** What the server said of somebody meanwhile. */
  note(member: MemberId, groups: readonly string[]): void;
}

const FRESH_MS = 5 * 60_000;
const KEPT_MS = 60 * 60_000;

interface Known {
  /** Null of an account that is disabled or gone. */
  readonly groups: readonly string[] | null;
  readonly at: UtcMs;
}

/** @param adminLogin by what single accounts are asked for. */
export function accountsNow(
  now: () => UtcMs,
  adminLogin: () => Promise<Login>,
  withClient: <T>(work: (client: Client) => Promise<T>) => Promise<T>,
): AccountsNow {
  const known = new Map<MemberId, Known>();
  const isYounger = (one: Known | undefined, ms: number) => one !== undefined && now() - one.at < ms;
  const kept = (member: MemberId) => {
    const one = known.get(member);
    return one !== undefined && isYounger(one, KEPT_MS) ? one.groups : null;
  };
  return {
    knownGroupsOf: kept,
    note: (member, groups) => void known.set(member, { groups, at: now() }),
    async groupsOf(member) {
      if (isYounger(known.get(member), FRESH_MS)) return kept(member);
      const login = await adminLogin();
      const groups = await withClient((client) => groupsNow(client, login, member));
      if (groups !== 'unknown') known.set(member, { groups, at: now() });
      return kept(member);
    },
  };
}

/** Null = the account is disabled or gone; "unknown" = the server did not say. */
async function groupsNow(
  client: Client,
  login: Login,
  member: MemberId,
): Promise<readonly string[] | null | 'unknown'> {
  try {
    const { enabled, groups } = await readAccount(client.as(login), member);
    if (enabled === false) return null;
    return enabled === undefined || groups === undefined ? 'unknown' : groups;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return error.failure === 'not-found' && error.ocsCode === 404 ? null : 'unknown';
  }
}
