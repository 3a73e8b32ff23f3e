import { hostname } from 'node:os';
import pLimit from 'p-limit';
import pg from 'pg';
import { StoreAwayError } from '../../model/errors.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Queryable } from '../database/database.ts';
import { explained } from '../database/postgres-errors.ts';
import type { PostgresPlace } from '../database/postgres-place.ts';
import type { Lock } from '../lock.ts';
import { type Ask, noteHolder, runLockKey } from '../postgres-lock.ts';
import { askingInTime } from './ask-in-time.ts';

/**
 * By which a worker is known to be alive, and holds the locks of runs: one connection, used for nothing else. When it ends,
 * however it ends, the server gives the locks to others, and the others find the worker dead.
 */
export interface WorkerConnection {
  /** Aborted once the connection is lost, and with it every lock: whatever rests on one must stop at once. */
  readonly lost: AbortSignal;
  /** Makes known by which name jobs are taken from the queue. */
  noteQueueName(name: string): Promise<void>;
  /**
   * The lock of the runs of one store: "alone", or beside others who share it. Null where it is not to be had now.
   * @param schema of the store, in the same database.
   */
  lock(schema: string, how: 'alone' | 'shared'): Promise<Lock | null>;
  close(): Promise<void>;
}

/** How often a worker says that it is there, milliseconds. */
const BEAT_MS = 2_000;
/** A server that does not answer for so long is lost, milliseconds. */
const PATIENCE_MS = 10_000;
const ALIVE_LOCK = "hashtext('menage worker')";
/** The server notices after some ten seconds that the machine at the other end is gone. */
const OPTIONS =
  '-c client_min_messages=warning -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3';
const COMMAND = 'menage worker';

/**
 * Makes a worker known.
 * @param place the tables of the fleet, which are there.
 * @throws {StoreAwayError} when the server cannot be reached.
 */
export async function connectWorker(
  place: PostgresPlace,
  { version, now }: { readonly version: string; readonly now: () => UtcMs },
): Promise<WorkerConnection> {
  const client = new pg.Client({
    ...place.config,
    options: `${OPTIONS} -c search_path=${pg.escapeIdentifier(place.schema)}`,
    application_name: COMMAND,
    keepAlive: true,
    connectionTimeoutMillis: PATIENCE_MS,
  });
  const lost = new AbortController();
  const lose = () => lost.abort(lostConnection(place));
  client.on('error', lose).on('end', lose);
  const askNow = askingInTime(client, PATIENCE_MS);
  const id = await client
    .connect()
    .then(() => announced(askNow, version))
    .catch((error) => {
      client.end().catch(() => undefined);
      throw explained(place.shown, error, false);
    });
  // One question at a time, whoever asks.
  const turn = pLimit(1);
  const ask: Ask = (sql, values) =>
    turn(() => askNow(sql, values)).catch((error) => {
      throw lost.signal.aborted ? lostConnection(place, error) : explained(place.shown, error, true);
    });
  const timer = setInterval(() => {
    ask('UPDATE workers SET seen_at = now() WHERE id = $1', [id]).then(({ rowCount }) => {
      // The others took it for dead.
      if (rowCount === 0) lose();
    }, lose);
  }, BEAT_MS);
  const locks = runLocks(ask, now);
  return {
    lost: lost.signal,
    noteQueueName: async (name) =>
      void (await ask('UPDATE workers SET queue_names = array_append(queue_names, $2) WHERE id = $1', [
        id,
        name,
      ])),
    lock: (schema, how) => locks.take(schema, how === 'shared'),
    async close() {
      clearInterval(timer);
      client
        .off('error', lose)
        .off('end', lose)
        .on('error', () => undefined);
      if (!lost.signal.aborted) await ask('DELETE FROM workers WHERE id = $1', [id]).catch(lose);
      await client.end().catch(() => undefined);
    },
  };
}

function lostConnection({ shown }: PostgresPlace, cause?: unknown): StoreAwayError {
  return new StoreAwayError(
    `The connection to the store ${shown} was lost: what rested on it stops, and is done again.`,
    { cause },
  );
}

/** The row is seen by others only once the lock by which the worker lives is held. */
async function announced(ask: Ask, version: string): Promise<number> {
  await ask('BEGIN');
  const { rows } = await ask(
    `INSERT INTO workers (host, process, version, started_at, seen_at) VALUES ($1, $2, $3, now(), now()) RETURNING id`,
    [hostname(), process.pid, version],
  );
  const id = Number(rows[0]?.['id']);
  await ask(`SELECT pg_advisory_lock(${ALIVE_LOCK}, $1)`, [id]);
  await ask('COMMIT');
  return id;
}

/** The locks of one connection. The server would lend it again what it holds already, hence they are counted here. */
function runLocks(ask: Ask, now: () => UtcMs) {
  const held = new Map<
    string,
    { readonly isShared: boolean; readonly taken: Promise<boolean>; users: number }
  >();

  async function take(schema: string, isShared: boolean): Promise<Lock | null> {
    const known = held.get(schema);
    if (known !== undefined && !(known.isShared && isShared)) return null;
    const one = known ?? { isShared, taken: isTaken(ask, schema, isShared, now()), users: 0 };
    held.set(schema, one);
    one.users++;
    const release = async () => {
      one.users--;
      if (one.users > 0) return;
      held.delete(schema);
      // What failed may have taken it all the same: its answer came too late, or another question after it failed.
      if (await one.taken.catch(() => true)) await giveBack(ask, schema, isShared);
    };
    try {
      if (await one.taken) return { release };
    } catch (error) {
      await release();
      throw error;
    }
    await release();
    return null;
  }
  return { take };
}

async function isTaken(ask: Ask, schema: string, isShared: boolean, now: UtcMs): Promise<boolean> {
  const { rows } = await ask(
    `SELECT pg_try_advisory_lock${isShared ? '_shared' : ''}(${runLockKey('$1')}) AS taken`,
    [schema],
  );
  if (rows[0]?.['taken'] !== true) return false;
  if (!isShared) await noteHolder(ask, schema, { command: COMMAND, now });
  return true;
}

async function giveBack(ask: Ask, schema: string, isShared: boolean): Promise<void> {
  // Where the connection is lost, the lock went with it.
  await ask(`SELECT pg_advisory_unlock${isShared ? '_shared' : ''}(${runLockKey('$1')})`, [schema]).catch(
    () => undefined,
  );
}

const IS_DEAD = `NOT EXISTS (
  SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND classid = ${ALIVE_LOCK}::oid AND objid = workers.id::oid)`;

/** Removes the workers that are dead, and with them the names by which they took jobs. */
export async function removeDeadWorkers(within: Queryable): Promise<void> {
  await within.run(`DELETE FROM workers WHERE ${IS_DEAD}`);
}

/** Whether workers are there beside this process. */
export async function hasOtherWorkers(within: Queryable): Promise<boolean> {
  const row = await within.get(
    `SELECT EXISTS (SELECT 1 FROM workers WHERE NOT (host = ? AND process = ?) AND NOT ${IS_DEAD}) AS are`,
    ...[hostname(), process.pid],
  );
  return row?.['are'] === true;
}
