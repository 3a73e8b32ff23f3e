import { messageOf } from '../model/errors.ts';
import type { RunId } from '../model/ids.ts';
import type { UtcMs } from '../model/units.ts';
import type { Database, Queryable } from './database/database.ts';
import { migrate } from './database/migrate.ts';
import type { PostgresPlace } from './database/postgres-place.ts';
import { notRewritten, oweRewrite, rewriteIfOwed } from './database/rewrite.ts';
import { openSqlite } from './database/sqlite.ts';
import { assertWhole } from './database/unfinished-copy.ts';
import { snapshotStore } from './entries/snapshots.ts';
import { markForgotten } from './forget/forgotten.ts';
import { leaveOut } from './forget/leave-out.ts';
import { hasLeft, leftAmong } from './forget/left.ts';
import { acquireFileLock, fileLockHolder, type Lock } from './lock.ts';
import { memberStore } from './members.ts';
import { outboxStore } from './outbox.ts';
import { portalStore } from './portal/portal.ts';
import { purgeRegister, registerStore } from './register/register.ts';
import { runStore } from './runs/runs.ts';
import { spaceStore } from './spaces.ts';
import type { Store } from './store.ts';
import { workStore } from './work.ts';

/** The path of an SQLite file, or a place on a PostgreSQL server. */
export type StoreLocation = string | PostgresPlace;

/** Loaded late, as all that needs the driver: most stores are files, and commands start faster without it. */
const postgresLock = () => import('./postgres-lock.ts');

/**
 * Opens the store, and makes it where there is none.
 * @throws {UsageError} when it cannot be opened, is no store, a newer one, or a part of one.
 */
export async function openStore(location: StoreLocation): Promise<Store> {
  const database = await openDatabase(location);
  try {
    await assertWhole(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return storeOn(database, location);
}

function storeOn(database: Database, location: StoreLocation): Store {
  return {
    runs: runStore(database, (outcome, within) => leaveOut(outcome, (members) => leftAmong(within, members))),
    members: memberStore(database),
    snapshots: snapshotStore(database, hasLeft),
    spaces: spaceStore(database),
    outbox: outboxStore(database),
    register: registerStore(database),
    portal: portalStore(database),
    work: workStore(database),
    atomically: (work) =>
      database.transaction((within) => {
        // Their statements alone are of the transaction.
        const { run, runEach, get, all, exec, transaction } = within;
        const statements = { run, runEach, get, all, exec, transaction, durableTransaction: transaction };
        return work(storeOn({ ...database, ...statements }, location), within);
      }),
    unreadable: () => database.odd(),
    isCurrent: async () =>
      typeof location === 'string' || (await import('./database/postgres-migrate.ts')).isCurrent(database),
    integrity: () => database.integrity(),
    purge: (before) => purge(database, '<', before),
    purgeAfter: (moment) => purge(database, '>', moment),
    eraseUnmailed: (runs) => eraseUnmailed(database, runs),
    rewrite: () => rewriteIfOwed(database),
    runHolder: async () =>
      typeof location === 'string'
        ? fileLockHolder(location)
        : (await postgresLock()).postgresLockHolder(database),
    close: () => database.close(),
  };
}

/**
 * Takes the lock of a store, so that one run goes on at a time. It ends with the process, however that ends.
 * @param command what is going to run, for whoever finds the lock taken: "menage run".
 * @throws {LockedError} naming the holder.
 */
export async function acquireLock(location: StoreLocation, command: string, now: UtcMs): Promise<Lock> {
  return typeof location === 'string'
    ? acquireFileLock(location, command, now)
    : (await postgresLock()).acquirePostgresLock(location, command, now);
}

/** The tables of a store, of this version's schema, whatever they hold. */
export async function openDatabase(location: StoreLocation): Promise<Database> {
  if (typeof location === 'string') return upToDate(openSqlite(location), migrate);
  const [{ openPostgres }, { migratePostgres }] = await Promise.all([
    import('./database/postgres.ts'),
    import('./database/postgres-migrate.ts'),
  ]);
  return upToDate(await openPostgres(location), migratePostgres);
}

async function upToDate(database: Database, bring: (database: Database) => Promise<void>): Promise<Database> {
  try {
    await bring(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/** Deletes the runs that began before (or after) a moment, and what hangs on them. */
async function purge(database: Database, side: '<' | '>', moment: UtcMs): Promise<number> {
  return erasing(database, async (within) => {
    const those = `SELECT id FROM runs WHERE started_at ${side} ?`;
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
    return found.length;
  });
}

async function eraseUnmailed(database: Database, runs: readonly RunId[]): Promise<number> {
  if (runs.length === 0) return 0;
  return erasing(database, async (within) => {
    const unmailed = new Set(
      (
        await within.all(
          'SELECT id FROM runs WHERE id NOT IN (SELECT run FROM deliveries UNION SELECT run FROM held_mails)',
        )
      ).map(({ id }) => Number(id)),
    );
    const erased = runs.filter((run) => unmailed.has(run));
    await within.runEach(
      'DELETE FROM runs WHERE id = ?',
      erased.map((run) => [run]),
    );
    return erased.length;
  });
}

/** Rewrites what runs were erased from. */
async function erasing(database: Database, erase: (within: Queryable) => Promise<number>): Promise<number> {
  const runs = await database.transaction(async (within) => {
    const number = await erase(within);
    if (number > 0) await oweRewrite(within);
    return number;
  });
  try {
    // Where another program reads the store, the next run does it.
    await rewriteIfOwed(database);
  } catch (error) {
    throw notRewritten(`${runs} runs are erased`, database.path, messageOf(error), error);
  }
  return runs;
}
