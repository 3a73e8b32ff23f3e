import type pg from 'pg';
import type { OddRecord } from '../../model/odd-record.ts';
import type { Database, Queryable, Row, Value } from './database.ts';
import { type SharedPool, sharedPool } from './pool.ts';
import { explained } from './postgres-errors.ts';
import { makeSchema } from './postgres-migrate.ts';
import type { PostgresPlace } from './postgres-place.ts';
import { damageOf, rewriteTables } from './postgres-upkeep.ts';

/** The key of the lock that each transaction takes which writes to the schema. */
export const WRITE_LOCK = "hashtext('menage'), hashtext(current_schema())";

/**
 * Opens a store on a PostgreSQL server, and makes its schema where there is none. A transaction takes the store's own
 * lock first: as with a file, one writes at a time, and what was read is still true when something is written.
 * @throws {StoreAwayError} when the server cannot be reached, or lets this login in nowhere.
 */
export async function openPostgres(place: PostgresPlace): Promise<Database> {
  const { shown, schema } = place;
  const pool = sharedPool(place);
  const noted = new Map<string, OddRecord>();
  const noteOdd = (one: OddRecord) => void noted.set(JSON.stringify(one), one);

  const lend = lender(pool, shown, schema);

  function transaction<T>(work: (within: Queryable) => Promise<T>): Promise<T> {
    return pool.inTurn(schema, () =>
      lend(async (client) => {
        await client.query('BEGIN');
        await client.query(`SELECT pg_advisory_xact_lock(${WRITE_LOCK})`);
        const value = await work(queryableOf(client, noteOdd));
        await client.query('COMMIT');
        return value;
      }),
    );
  }

  const reading = <T>(work: (queryable: Queryable) => Promise<T>) =>
    lend((client) => work(queryableOf(client, noteOdd)));
  try {
    await lend((client) => makeSchema(client, schema));
  } catch (error) {
    await pool.close();
    throw error;
  }
  return {
    path: shown,
    get: (sql, ...values) => reading((from) => from.get(sql, ...values)),
    all: (sql, ...values) => reading((from) => from.all(sql, ...values)),
    run: (sql, ...values) => transaction((within) => within.run(sql, ...values)),
    runEach: (sql, rows) => transaction((within) => within.runEach(sql, rows)),
    exec: (sql) => transaction((within) => within.exec(sql)),
    transaction,
    // The server has it on the disk before it answers a COMMIT (synchronous_commit).
    durableTransaction: transaction,
    // The server's log is its host's.
    emptyLog: async () => true,
    rewrite: () => lend(rewriteTables),
    integrity: () => lend(damageOf),
    noteOdd,
    odd: () => [...noted.values()],
    close: () => pool.close(),
  };
}

/**
 * The tables in the schema of a place; makes nothing.
 * @throws {UsageError} as `openPostgres`.
 */
export async function postgresTables(place: PostgresPlace): Promise<readonly string[]> {
  const pool = sharedPool(place);
  try {
    return await lender(
      pool,
      place.shown,
      'pg_catalog',
    )(async (client) => {
      const tables = await client.query<{ name: string }>(
        'SELECT tablename AS name FROM pg_tables WHERE schemaname = $1',
        [place.schema],
      );
      return tables.rows.map(({ name }) => name);
    });
  } finally {
    await pool.close();
  }
}

/** Lends connections to one schema; what fails comes out as a sentence that says what to do. */
function lender(pool: SharedPool, shown: string, schema: string) {
  return async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    let isConnected = false;
    try {
      return await pool.lend(schema, (client) => {
        isConnected = true;
        return work(client);
      });
    } catch (error) {
      throw explained(shown, error, isConnected);
    }
  };
}

/** Each row of a statement for many goes by itself: the server prepares it once. */
function queryableOf(client: pg.PoolClient, noteOdd: Queryable['noteOdd']): Queryable {
  const query = async (sql: string, values: readonly Value[]) =>
    (await client.query<Record<string, unknown>>(numbered(sql), values.map(sendable))).rows;
  const queryable: Queryable = {
    run: async (sql, ...values) => void (await query(sql, values)),
    async runEach(sql, rows) {
      for (const row of rows) await query(sql, row);
    },
    get: async (sql, ...values): Promise<Row | undefined> => (await query(sql, values))[0],
    all: async (sql, ...values) => query(sql, values),
    exec: async (sql) => void (await client.query(sql)),
    transaction: (work) => work(queryable),
    noteOdd,
  };
  return queryable;
}

const NUMBERED = new Map<string, string>();

/** `?` as `$1`, `$2` …; our statements have no `?` in texts. */
function numbered(sql: string): string {
  let known = NUMBERED.get(sql);
  if (known === undefined) {
    let at = 0;
    known = sql.replaceAll('?', () => `$${++at}`);
    NUMBERED.set(sql, known);
  }
  return known;
}

/** PostgreSQL's texts hold no NUL. */
function sendable(value: Value): Value | Buffer {
  if (typeof value === 'string') return value.replaceAll('\0', '\uFFFD');
  return value instanceof Uint8Array ? Buffer.from(value) : value;
}
