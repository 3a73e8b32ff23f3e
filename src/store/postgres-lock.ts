import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { LockedError } from '../model/errors.ts';
import { isoUtc } from '../model/time.ts';
import type { UtcMs } from '../model/units.ts';
import type { Queryable } from './database/database.ts';
import { WRITE_LOCK } from './database/postgres.ts';
import { explained } from './database/postgres-errors.ts';
import { makeSchema } from './database/postgres-migrate.ts';
import type { PostgresPlace } from './database/postgres-place.ts';
import type { Lock } from './lock.ts';

/** The key of the lock of one store, not of the lock of a transaction, which `postgres.ts` takes. */
export function runLockKey(schema: string): string {
  return `hashtext('menage run'), hashtext(${schema})`;
}

const RUN_LOCK = runLockKey('current_schema()');

/**
 * How often a lock whose connection broke is tried to be had again, and the pause between, milliseconds. Where another run
 * took it meanwhile, both go on: they ask the server twice, but each mail is begun by one of them alone (`outbox.mark`).
 */
const RETAKES = 30;
const RETAKE_MS = 1_000;

/**
 * Takes the lock of a store on a PostgreSQL server: the server gives it back when the connection ends, however it ends.
 * One whose connection breaks is taken again at once; a run whose server is away for longer ends by that itself.
 * @throws {LockedError} naming the holder.
 */
export async function acquirePostgresLock(place: PostgresPlace, command: string, now: UtcMs): Promise<Lock> {
  const holder = { command, now };
  let client = await takeLock(place, holder);
  const released = new AbortController();
  function holdOn(): void {
    client.once('end', () => {
      if (!released.signal.aborted) void retake();
    });
  }
  async function retake(): Promise<void> {
    for (let tries = 0; tries < RETAKES && !released.signal.aborted; tries++) {
      try {
        client = await takeLock(place, holder);
        holdOn();
        if (released.signal.aborted) await client.end();
        return;
      } catch {
        // The server is away, or another run was quicker.
        await pause(RETAKE_MS, undefined, { signal: released.signal, ref: false }).catch(() => undefined);
      }
    }
  }
  holdOn();
  return {
    async release() {
      released.abort();
      await client.end();
    },
  };
}

/**
 * A connection that holds the lock.
 * @throws {LockedError} naming the holder.
 */
async function takeLock(
  place: PostgresPlace,
  holder: { readonly command: string; readonly now: UtcMs },
): Promise<pg.Client> {
  const client = new pg.Client({
    ...place.config,
    options: `-c search_path=${pg.escapeIdentifier(place.schema)} -c client_min_messages=warning`,
    application_name: 'menage lock',
    keepAlive: true,
  });
  // Its end says as much.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw explained(place.shown, error, false);
  }
  try {
    await makeSchema(client, place.schema);
    const { rows } = await client.query<{ taken: boolean }>(
      `SELECT pg_try_advisory_lock(${RUN_LOCK}) AS taken`,
    );
    if (rows[0]?.taken !== true) throw await lockedError(client, place);
    // Beside another program that makes the store's tables just now.
    await client.query(
      `BEGIN; SELECT pg_advisory_xact_lock(${WRITE_LOCK});
       CREATE TABLE IF NOT EXISTS run_holder (one INTEGER PRIMARY KEY CHECK (one = 1), holder TEXT NOT NULL, command TEXT NOT NULL);
       COMMIT`,
    );
    await noteHolder((sql, values) => client.query(sql, [...(values ?? [])]), place.schema, holder);
  } catch (error) {
    await client.end();
    throw explained(place.shown, error, true);
  }
  return client;
}

/** Asks the server something over the connection that holds a lock. */
export type Ask = (
  sql: string,
  values?: readonly unknown[],
) => Promise<pg.QueryResult<Readonly<Record<string, unknown>>>>;

/** Says who holds the lock of a store, for whoever finds it taken. */
export async function noteHolder(
  ask: Ask,
  schema: string,
  { command, now }: { readonly command: string; readonly now: UtcMs },
): Promise<void> {
  await ask(
    `INSERT INTO ${pg.escapeIdentifier(schema)}.run_holder (one, holder, command) VALUES (1, $1, $2)
     ON CONFLICT (one) DO UPDATE SET holder = excluded.holder, command = excluded.command`,
    [`process ${process.pid} on ${hostname()}, since ${isoUtc(now)}`, command],
  );
}

/** What holds the lock just now; null where nothing does. */
export async function postgresLockHolder(database: Queryable): Promise<string | null> {
  const row = await database.get(
    `SELECT command FROM run_holder WHERE EXISTS (
       SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted
         AND classid = hashtext('menage run')::oid AND objid = hashtext(current_schema())::oid)`,
  );
  return row === undefined ? null : String(row['command']);
}

async function lockedError(client: pg.Client, { shown }: PostgresPlace): Promise<LockedError> {
  // Who took it just now has perhaps not noted it.
  const { rows: found } = await client.query<{ isThere: boolean }>(
    `SELECT to_regclass('run_holder') IS NOT NULL AS "isThere"`,
  );
  const { rows } =
    found[0]?.isThere === true
      ? await client.query<{ command: string; holder: string }>('SELECT command, holder FROM run_holder')
      : { rows: [] };
  const [row] = rows;
  const who = row === undefined ? 'another menage' : `"${row.command}" (${row.holder})`;
  return new LockedError(
    `${who} is working with ${shown}: wait until it has ended, or end it. Nothing was done.`,
  );
}
