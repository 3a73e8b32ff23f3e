import { messageOf, UsageError } from '../model/errors.ts';
import type { UtcMs } from '../model/units.ts';
import type { Database } from './database/database.ts';
import { migrate } from './database/migrate.ts';
import { notRewritten, oweRewrite, rewriteIfOwed } from './database/rewrite.ts';
import { openSqlite } from './database/sqlite.ts';
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
  const database = openSqlite(location);
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return {
    runs: runStore(database, (outcome, within) => leaveOut(outcome, (member) => hasLeft(within, member))),
    members: memberStore(database),
    snapshots: snapshotStore(database, hasLeft),
    spaces: spaceStore(database),
    outbox: outboxStore(database),
    register: registerStore(database),
    portal: portalStore(database),
    unreadable: () => database.odd(),
    integrity: () => integrityOf(database),
    purge: (before) => purge(database, '<', before),
    purgeAfter: (moment) => purge(database, '>', moment),
    rewrite: () => rewriteIfOwed(database),
    close: () => database.close(),
  };
}

async function integrityOf(database: Database): Promise<string | null> {
  try {
    const rows = (await database.all('PRAGMA integrity_check')).map((row) => String(row['integrity_check']));
    return rows.length === 1 && rows[0] === 'ok' ? null : rows.join('; ');
  } catch (error) {
    // So damaged that the check itself cannot read on.
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** Deletes the runs that began before (or after) a moment, and what hangs on them. */
async function purge(database: Database, side: '<' | '>', moment: UtcMs): Promise<number> {
  const those = `SELECT id FROM runs WHERE started_at ${side} ?`;
  const runs = await database.transaction(async (within) => {
    const found = await within.all(those, moment);
    const current = await within.all(
      `SELECT key FROM deliveries WHERE run IN (${those}) ` +
        'AND period = (SELECT period FROM deliveries ORDER BY id DESC LIMIT 1)',
      moment,
    );
    // What went out in the period under way must not go out again because its run is gone.
    for (const { key } of current) await markForgotten(within, String(key));
    await within.run(`DELETE FROM deliveries WHERE run IN (${those})`, moment);
    await within.run(`DELETE FROM held_mails WHERE run IN (${those})`, moment);
    await within.run(`DELETE FROM runs WHERE started_at ${side} ?`, moment);
    await purgeRegister(within, side, moment);
    if (found.length > 0) await oweRewrite(within);
    return found.length;
  });
  try {
    // Where another program reads the store, the next run does it.
    await rewriteIfOwed(database);
  } catch (error) {
    throw notRewritten(`${runs} runs are erased`, database.path, messageOf(error), error);
  }
  return runs;
}
