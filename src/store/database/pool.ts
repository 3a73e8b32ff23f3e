import pLimit, { type LimitFunction } from 'p-limit';
import pg from 'pg';
import type { PostgresPlace } from './postgres-place.ts';

/** How long to wait for a connection: others of this process may hold them all. */
const CONNECT_MS = 30_000;
/** The server keeps in memory what it learnt of each schema's tables (100 kB) until the connection ends; seconds. */
const LIFETIME = 600;
const INT8 = 20;

/** The connections of this process to one database, shared by the stores in it. */
export interface SharedPool {
  /**
   * Lends a connection while `work` runs; one that breaks meanwhile is given up. It sends each statement at once, without
   * waiting for the one before, and finds no table: a statement that was not placed in a schema fails.
   * @throws what `work` or the driver throws.
   */
  lend<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  /** Lets those who write to one schema wait here, not each with a connection of its own. */
  inTurn<T>(schema: string, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Connections of one process to one database unless said otherwise: a few requests write at a time. */
const CONNECTIONS = 4;
let most = CONNECTIONS;
const open = new Map<string, { readonly pool: SharedPool; users: number }>();

/** Before the first store is opened: how many connections to one database this process may hold. */
export function allowConnections(number: number): void {
  most = number;
}

/** The pool of a database; it ends with the last who closes it. */
export function sharedPool(place: PostgresPlace): SharedPool {
  const { host, port, user, database } = place.config;
  const key = JSON.stringify([host, port, user, database]);
  const known = open.get(key) ?? { pool: openPool(place.config), users: 0 };
  known.users++;
  open.set(key, known);
  return {
    ...known.pool,
    async close() {
      known.users--;
      if (known.users > 0) return;
      open.delete(key);
      await known.pool.close();
    },
  };
}

function openPool(config: PostgresPlace['config']): SharedPool {
  const pool = new pg.Pool({
    ...config,
    max: most,
    maxLifetimeSeconds: LIFETIME,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'menage',
    options: '-c client_min_messages=warning -c search_path=pg_catalog',
    keepAlive: true,
    pipeline: true,
    types: { getTypeParser },
  });
  // A connection that breaks while nothing is asked is replaced by the next question.
  pool.on('error', () => undefined);
  // One may be ended by the packet that lets it in, before `lend` can listen: it can no more be asked then.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  const turns = new Map<string, LimitFunction>();
  return {
    async lend(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      const noteBroken = (error: Error) => {
        broken = error;
      };
      client.on('error', noteBroken);
      try {
        return await work(client);
      } catch (error) {
        // The driver says of all that comes after only that the connection is broken.
        const cause = broken ?? error;
        // What is left of a transaction ends with it; a connection that cannot say so is of no use.
        await client.query('ROLLBACK').catch(noteBroken);
        throw cause;
      } finally {
        client.off('error', noteBroken);
        client.release(broken);
      }
    },
    inTurn(schema, work) {
      const turn = turns.get(schema) ?? pLimit(1);
      turns.set(schema, turn);
      return turn(work);
    },
    close: () => pool.end(),
  };
}

/** Integers as numbers; one that no number holds stays a bigint, which every schema of a row refuses. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid !== INT8) return pg.types.getTypeParser(oid, format);
  return (text: string) => {
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : BigInt(text);
  };
}
