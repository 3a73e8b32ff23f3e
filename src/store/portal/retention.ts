import type { UtcMs } from '../../model/units.ts';
import type { Database } from '../database/database.ts';

const DAY = 86_400_000;
/** After its end a link is still answered with a way to a new one. */
const LINK_AFTERLIFE_MS = 60 * DAY;
/** Longer than any session lives (`portal.session`). */
const SESSION_MS = DAY;

/** What came of reading one thing again is of use until the next mails. */
const LOOK_MS = 60 * DAY;

/** Whoever gave access may look back at what was read first. */
const READING_MS = 60 * DAY;

/** By table what has outlived its time, with the moment that it is compared with. */
export const OUTLIVED: readonly {
  readonly table: string;
  readonly where: string;
  readonly before: (now: UtcMs, keptFrom: UtcMs) => UtcMs;
}[] = [
  { table: 'portal_links', where: 'expires_at < ?', before: (now) => now - LINK_AFTERLIFE_MS },
  { table: 'portal_sessions', where: 'begun_at < ?', before: (now) => now - SESSION_MS },
  { table: 'portal_flows', where: 'begun_at < ?', before: (now) => now - DAY },
  { table: 'portal_readings', where: 'asked_at < ?', before: (now) => now - READING_MS },
  { table: 'portal_journal', where: 'at < ?', before: (_, keptFrom) => keptFrom },
  { table: 'portal_notices', where: 'due_at < ?', before: (_, keptFrom) => keptFrom },
  // The last mail to somebody who was erased holds the address.
  {
    table: 'portal_notices',
    where:
      "due_at < ? AND member IS NULL AND kind IN ('key-left', 'key-revoked') " +
      "AND state NOT IN ('queued', 'deferred', 'handing-over')",
    before: (now) => now,
  },
  { table: 'portal_answers', where: 'ended_at < ?', before: (_, keptFrom) => keptFrom },
  { table: 'portal_messages', where: 'ended_at < ?', before: (_, keptFrom) => keptFrom },
  { table: 'portal_looks', where: 'at < ?', before: (now) => now - LOOK_MS },
  { table: 'portal_erased', where: 'until <= ?', before: (now) => now },
];

export async function purgePortal(database: Database, now: UtcMs, keptFrom: UtcMs): Promise<void> {
  await database.transaction(async (within) => {
    for (const { table, where, before } of OUTLIVED)
      await within.run(`DELETE FROM ${table} WHERE ${where}`, before(now, keptFrom));
  });
}
