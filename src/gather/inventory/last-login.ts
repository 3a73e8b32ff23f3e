import type { UtcMs } from '../../model/units.ts';

/** The server notes a use of a token at most once in this time, and with whole seconds (Nextcloud API notes, 1.11). */
const OURS_WITHIN_MS = 60_000;

/**
 * When a member last logged in, as before our first request as that member: from Nextcloud 28 or so our own requests
 * count as logins, so a value near one of them is ours and the earlier one stands.
 * @param server what the server says; null = never.
 * @param ourRequest when we last sent a request as this member; null = never.
 * @param earlier the value that stood before.
 */
export function lastLoginOf(
  server: UtcMs | null,
  ourRequest: UtcMs | null,
  earlier: UtcMs | null,
): UtcMs | null {
  if (server === null || ourRequest === null) return server;
  return Math.abs(server - ourRequest) <= OURS_WITHIN_MS ? earlier : server;
}
