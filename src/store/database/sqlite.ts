import { realpathSync } from 'node:fs';
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import pLimit, { type LimitFunction } from 'p-limit';
import { UsageError } from '../../model/errors.ts';
import type { OddRecord } from '../../model/odd-record.ts';
import type { Database, Queryable, Row, Value } from './database.ts';
import { attempt, explained } from './errors.ts';
import { emptyLog, openDriver, rollBack, unlessHeld } from './sqlite-driver.ts';

/**
 * Opens or makes an SQLite file (mode 0600, its folder 0700 when we make it).
 * @throws {UsageError} when it cannot be opened or is no SQLite file.
 * @throws {LockedError} when another program holds it for ten seconds.
 */
export function openSqlite(path: string): Database {
  return attempt(path, () => databaseOf(path, openDriver(path)));
}

/** By file what waits for its turn, for all that this process has opened. */
const QUEUES = new Map<string, LimitFunction>();

/**
 * The driver is synchronous and has one connection: while a transaction waits for something, statements from elsewhere
 * would become a part of it. So they wait for its end: a transaction whose own statements do not go to `within` waits for
 * itself.
 */
function databaseOf(path: string, driver: DatabaseSyncInstance): Database {
  const statements = statementsOf(driver);
  const file = realpathSync(path);
  const oneByOne = QUEUES.get(file) ?? pLimit(1);
  QUEUES.set(file, oneByOne);
  const noted = new Map<string, OddRecord>();
  const noteOdd = (one: OddRecord) => void noted.set(JSON.stringify(one), one);

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    return oneByOne(async () => {
      try {
        return await work();
      } catch (error) {
        throw explained(path, error);
      }
    });
  }
  const alone = <T>(work: () => T) => inTurn(() => unlessHeld(work));

  async function inTransaction<T>(work: (within: Queryable) => Promise<T>): Promise<T> {
    await unlessHeld(() => driver.exec('BEGIN IMMEDIATE'));
    try {
      const value = await work(within);
      driver.exec('COMMIT');
      return value;
    } catch (error) {
      rollBack(driver);
      throw error;
    }
  }

  const within: Queryable = {
    run: async (sql, ...values) => statements.run(sql, values),
    async runEach(sql, rows) {
      for (const row of rows) statements.run(sql, row);
    },
    get: async (sql, ...values) => statements.get(sql, values),
    all: async (sql, ...values) => statements.all(sql, values),
    exec: async (sql) => driver.exec(sql),
    transaction: (work) => work(within),
    noteOdd,
  };

  return {
    path,
    run: (sql, ...values) => alone(() => statements.run(sql, values)),
    runEach: (sql, rows) => inTurn(() => inTransaction(() => within.runEach(sql, rows))),
    get: (sql, ...values) => alone(() => statements.get(sql, values)),
    all: (sql, ...values) => alone(() => statements.all(sql, values)),
    transaction: (work) => inTurn(() => inTransaction(work)),
    durableTransaction: (work) =>
      inTurn(async () => {
        driver.exec('PRAGMA synchronous = FULL');
        try {
          return await inTransaction(work);
        } finally {
          driver.exec('PRAGMA synchronous = NORMAL');
        }
      }),
    exec: (sql) => alone(() => driver.exec(sql)),
    emptyLog: () => inTurn(() => emptyLog(driver)),
    rewrite: () =>
      inTurn(async () => {
        await unlessHeld(() => driver.exec('VACUUM'));
        return emptyLog(driver);
      }),
    integrity: () => inTurn(async () => integrityOf(path, statements)),
    noteOdd,
    odd: () => [...noted.values()],
    close: () =>
      inTurn(async () => {
        try {
          await emptyLog(driver);
        } catch {
          // What stands in the log is as safe there.
        }
        driver.close();
      }),
  };
}

function integrityOf(path: string, { all }: ReturnType<typeof statementsOf>): string | null {
  try {
    const rows = attempt(path, () => all('PRAGMA integrity_check', [])).map((row) =>
      String(row['integrity_check']),
    );
    return rows.length === 1 && rows[0] === 'ok' ? null : rows.join('; ');
  } catch (error) {
    // So damaged that the check itself cannot read on.
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** Prepares each statement once. */
function statementsOf(driver: DatabaseSyncInstance) {
  const statements = new Map<string, StatementSyncInstance>();
  function prepared(sql: string): StatementSyncInstance {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = driver.prepare(sql);
      // An integer beyond 2^53 would be an error of the whole statement.
      statement.setReadBigInts(true);
      statements.set(sql, statement);
    }
    return statement;
  }
  return {
    run: (sql: string, values: readonly Value[]): void => void prepared(sql).run(...values),
    get: (sql: string, values: readonly Value[]): Row | undefined =>
      withNumbers(prepared(sql).get(...values)),
    all: (sql: string, values: readonly Value[]): readonly Row[] =>
      prepared(sql)
        .all(...values)
        .map(withNumbers),
  };
}

/** Integers as numbers; one that no number holds stays a bigint, which every schema of a row refuses. */
function withNumbers<T extends Row | undefined>(row: T): T {
  if (row === undefined) return row;
  for (const [column, value] of Object.entries(row)) {
    if (typeof value !== 'bigint') continue;
    const number = Number(value);
    // The driver makes a new object for each row, and the columns are our own.
    if (Number.isSafeInteger(number)) Object.assign(row, { [column]: number });
  }
  return row;
}
