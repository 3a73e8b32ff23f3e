import { messageOf, UsageError } from '../model/errors.ts';
import type { MemberId } from '../model/ids.ts';
import type { UtcMs } from '../model/units.ts';
import { type Database, openDatabase } from './database/database.ts';
import { migrate } from './database/migrate.ts';
import { notRewritten, oweRewrite, rewriteIfOwed } from './database/rewrite.ts';
import { snapshotStore } from './entries/snapshots.ts';
import { markForgotten } from './forget/forgotten.ts';
import { leaveOut } from './forget/leave-out.ts';
import { hasLeft } from './forget/left.ts';
import { memberStore } from './members.ts';
import { outboxStore } from './outbox.ts';
import { portalStore } from './portal/portal.ts';
import { purgeRegister, registerStore } from './register/register.ts';
import { runStore } from './runs/runs.ts';
import { spaceStore } from './spaces.ts';
import type { Store } from './store.ts';

/**
 * Opens the store, and makes it where there is none.
 * @param location the path of an SQLite file.
 * @throws {UsageError} when it cannot be opened, is no store, or is a newer one.
 */
export async function openStore(location: string): Promise<Store> {
  if (location.includes('://')) {
    throw new UsageError(
      `A store at ${location.split('://')[0]}:// is planned but not there yet: name a file in "store".`,
    );
  }
  const database = openDatabase(location);
  try {
    migrate(database);
  } catch (error) {
    database.close();
    throw error;
  }
  const hasGone = (member: MemberId) => hasLeft(database, member);
  return {
    runs: runStore(database, (outcome) => leaveOut(outcome, hasGone)),
    members: memberStore(database),
    snapshots: snapshotStore(database, hasGone),
    spaces: spaceStore(database),
    outbox: outboxStore(database),
    register: registerStore(database),
    portal: portalStore(database),
    unreadable: () => database.odd(),
    integrity: async () => integrityOf(database),
    purge: async (before) => purge(database, '<', before),
    purgeAfter: async (moment) => purge(database, '>', moment),
    rewrite: async () => rewriteIfOwed(database),
    close: async () => database.close(),
  };
}

function integrityOf(database: Database): string | null {
  try {
    const rows = database.all('PRAGMA integrity_check').map((row) => String(row['integrity_check']));
    return rows.length === 1 && rows[0] === 'ok' ? null : rows.join('; ');
  } catch (error) {
    // So damaged that the check itself cannot read on.
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** Deletes the runs that began before (or after) a moment, and what hangs on them. */
function purge(database: Database, side: '<' | '>', moment: UtcMs): number {
  const those = `SELECT id FROM runs WHERE started_at ${side} ?`;
  const runs = database.transaction(() => {
    const found = database.all(those, moment);
    const current = database.all(
      `SELECT key FROM deliveries WHERE run IN (${those}) ` +
        'AND period = (SELECT period FROM deliveries ORDER BY id DESC LIMIT 1)',
      moment,
    );
    // What went out in the period under way must not go out again because its run is gone.
    for (const { key } of current) markForgotten(database, String(key));
    database.run(`DELETE FROM deliveries WHERE run IN (${those})`, moment);
    database.run(`DELETE FROM held_mails WHERE run IN (${those})`, moment);
    database.run(`DELETE FROM runs WHERE started_at ${side} ?`, moment);
    purgeRegister(database, side, moment);
    if (found.length > 0) oweRewrite(database);
    return found.length;
  });
  try {
    // Where another program reads the store, the next run does it.
    rewriteIfOwed(database);
  } catch (error) {
    throw notRewritten(`${runs} runs are erased`, database.path, messageOf(error), error);
  }
  return runs;
}
