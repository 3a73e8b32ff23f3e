import pg from 'pg';
import { peeked } from '../../model/lists/peeked.ts';
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

  const lend = lender(pool, shown);
  // Of this transaction alone: whoever is lent the connection next finds no table of this schema.
  const begin = `BEGIN; SET LOCAL search_path TO ${pg.escapeIdentifier(schema)}`;
  const beginWriting = `${begin}; SELECT pg_advisory_xact_lock(${WRITE_LOCK})`;

  function transaction<T>(work: (within: Queryable) => Promise<T>): Promise<T> {
    return pool.inTurn(schema, () =>
      lend(async (client) => {
        const [, value] = await allOf([
          send(client, beginWriting),
          (async () => work(queryableOf(client, noteOdd)))(),
        ]);
        await send(client, 'COMMIT');
        return value;
      }),
    );
  }

  /** All at once: the server refuses what comes after a failure, and takes back what came before. */
  const atOnce = <T>(first: string, work: (within: Queryable) => Promise<T>): Promise<T> =>
    lend(async (client) => {
      const sent = [send(client, first), work(queryableOf(client, noteOdd)), send(client, 'COMMIT')] as const;
      return (await allOf(sent))[1];
    });
  const reading = <T>(work: (from: Queryable) => Promise<T>) => atOnce(begin, work);
  const writing = <T>(work: (within: Queryable) => Promise<T>) =>
    pool.inTurn(schema, () => atOnce(beginWriting, work));
  /** For statements that go by themselves, outside of any transaction. */
  const lendPlaced = <T>(work: (client: pg.PoolClient) => Promise<T>) =>
    lend(async (client) => {
      await client.query(`SET search_path TO ${pg.escapeIdentifier(schema)}`);
      try {
        return await work(client);
      } finally {
        await client.query('RESET search_path');
      }
    });
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
    run: (sql, ...values) => writing((within) => within.run(sql, ...values)),
    async runEach(sql, rows) {
      const { first, all } = peeked(rows, ROWS_AT_ONCE);
      // More are not sent without waiting for an answer.
      const isFew = first.length < ROWS_AT_ONCE;
      await (isFew ? writing : transaction)((within) => within.runEach(sql, all));
    },
    exec: (sql) => transaction((within) => within.exec(sql)),
    transaction,
    // The server has it on the disk before it answers a COMMIT (synchronous_commit).
    durableTransaction: transaction,
    // The server's log is its host's.
    emptyLog: async () => true,
    rewrite: () => lendPlaced(rewriteTables),
    integrity: () => lendPlaced(damageOf),
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

/** Lends connections; what fails comes out as a sentence that says what to do. */
function lender(pool: SharedPool, shown: string) {
  return async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    let isConnected = false;
    try {
      return await pool.lend((client) => {
        isConnected = true;
        return work(client);
      });
    } catch (error) {
      throw explained(shown, error, isConnected);
    }
  };
}

/**
 * Waits for all of what was sent.
 * @throws what the first of them failed by, in their order: the others fail for that reason.
 */
async function allOf<T extends readonly Promise<unknown>[]>(
  sent: readonly [...T],
): Promise<{ [Index in keyof T]: Awaited<T[Index]> }> {
  const failed = (await Promise.allSettled(sent)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return Promise.all(sent);
}

/** Maximum number of rows of one statement that are under way at a time. */
const ROWS_AT_ONCE = 100;

/** Each row of a statement for many goes by itself, without waiting for the one before. */
function queryableOf(client: pg.PoolClient, noteOdd: Queryable['noteOdd']): Queryable {
  const queryable: Queryable = {
    run: async (sql, ...values) => void (await rowsOf(client, sql, values)),
    async runEach(sql, rows) {
      let sent: Promise<unknown>[] = [];
      for (const row of rows) {
        sent.push(rowsOf(client, sql, row));
        if (sent.length < ROWS_AT_ONCE) continue;
        await allOf(sent);
        sent = [];
      }
      await allOf(sent);
    },
    get: async (sql, ...values): Promise<Row | undefined> => (await rowsOf(client, sql, values))[0],
    all: async (sql, ...values) => rowsOf(client, sql, values),
    exec: async (sql) => void (await client.query(sql)),
    transaction: (work) => work(queryable),
    noteOdd,
  };
  return queryable;
}

async function rowsOf(client: pg.PoolClient, sql: string, values: readonly Value[]): Promise<readonly Row[]> {
  return (await send(client, numbered(sql), values.map(sendable))).rows;
}

/** What is sent before anything is waited for leaves in one message. */
function send(client: pg.PoolClient, sql: string, values?: readonly unknown[]) {
  const { stream } = client.connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
  return client.query<Record<string, unknown>>(sql, values && [...values]);
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
