import { dirname, resolve } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import type { OddRecord } from '../../model/odd-record.ts';
import { attempt, isHeld } from './errors.ts';
import { makePrivate } from './private-files.ts';

/** The one place that knows the SQLite driver. All calls are synchronous: nothing can come between two of them. */
export interface Database {
  readonly path: string;
  /** Runs `work` in one transaction; what it throws rolls back. */
  transaction<T>(work: () => T): T;
  /**
   * The same around something slow that must succeed too: what either throws takes `work` back. Nothing else may use
   * the database meanwhile.
   * @param alongside gives what takes it back, should the transaction fail after it.
   */
  transactionWith(work: () => void, alongside: () => Promise<TakeBack>): Promise<void>;
  run(sql: string, ...values: readonly Value[]): void;
  /** Like `run`, and on the disk when it returns: a power cut takes nothing back. Not within a transaction. */
  runDurably(sql: string, ...values: readonly Value[]): void;
  /** Runs one statement for many rows, in one transaction. */
  runEach(sql: string, rows: Iterable<readonly Value[]>): void;
  get(sql: string, ...values: readonly Value[]): Row | undefined;
  all(sql: string, ...values: readonly Value[]): readonly Row[];
  exec(sql: string): void;
  /** Moves everything from the log beside the file into it; false when another program reads the log for a second. */
  emptyLog(): boolean;
  /** Takes note of a row that cannot be read. */
  noteOdd(odd: OddRecord): void;
  /** What was noted so far, each once. */
  odd(): readonly OddRecord[];
  close(): void;
}
/** Takes back what was done; throws nothing. */
export type TakeBack = () => Promise<void>;
export type Value = string | number | Uint8Array | null;
export type Row = Readonly<Record<string, unknown>>;

const PATIENCE_MS = 10_000;

/**
 * Opens or makes an SQLite file (mode 0600, its folder 0700 when we make it).
 * @throws {UsageError} when it cannot be opened or is no SQLite file.
 * @throws {LockedError} when another program holds it for ten seconds.
 */
export function openDatabase(path: string): Database {
  return attempt(path, () => {
    makePrivate(path);
    // Sorting a large tree spills beside the store: private names do not go to /tmp, which may also be memory.
    process.env['SQLITE_TMPDIR'] ??= dirname(resolve(path));
    const driver = new DatabaseSync(path, { timeout: PATIENCE_MS });
    try {
      withWriteAheadLog(driver);
      driver.exec(
        'PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = FILE; ' +
          // What is deleted is overwritten with zeros at once, in free pages too.
          'PRAGMA secure_delete = ON; PRAGMA cache_size = -4000; PRAGMA journal_size_limit = 16000000;',
      );
    } catch (error) {
      driver.close();
      throw error;
    }
    return wrap(path, driver);
  });
}

/** SQLite does not wait by itself where several programs change the mode of a new file at once. */
function withWriteAheadLog(driver: DatabaseSyncInstance): void {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      // Of a new file: a part of a tree is some 40 kB, and costs half as much to put in its place as with pages of 4 kB.
      driver.exec('PRAGMA page_size = 16384; PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isHeld(error) || performance.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

function wrap(path: string, driver: DatabaseSyncInstance): Database {
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
  const noted = new Map<string, OddRecord>();
  let inside = false;
  function begin(): void {
    attempt(path, () => driver.exec('BEGIN IMMEDIATE'));
    inside = true;
  }
  function transaction<T>(work: () => T): T {
    if (inside) return work();
    return attempt(path, () => {
      begin();
      try {
        const value = work();
        driver.exec('COMMIT');
        return value;
      } catch (error) {
        rollBack(driver);
        throw error;
      } finally {
        inside = false;
      }
    });
  }
  async function transactionWith(work: () => void, alongside: () => Promise<TakeBack>): Promise<void> {
    let takeBack: TakeBack = async () => {};
    begin();
    try {
      attempt(path, work);
      takeBack = await alongside();
      attempt(path, () => driver.exec('COMMIT'));
    } catch (error) {
      rollBack(driver);
      await takeBack();
      throw error;
    } finally {
      inside = false;
    }
  }
  return {
    path,
    transaction,
    transactionWith,
    run: (sql, ...values) => attempt(path, () => void prepared(sql).run(...values)),
    runDurably: (sql, ...values) =>
      attempt(path, () => {
        driver.exec('PRAGMA synchronous = FULL');
        try {
          prepared(sql).run(...values);
        } finally {
          driver.exec('PRAGMA synchronous = NORMAL');
        }
      }),
    runEach: (sql, rows) =>
      transaction(() => {
        const statement = prepared(sql);
        for (const row of rows) statement.run(...row);
      }),
    get: (sql, ...values) => attempt(path, () => withNumbers(prepared(sql).get(...values))),
    all: (sql, ...values) =>
      attempt(path, () =>
        prepared(sql)
          .all(...values)
          .map(withNumbers),
      ),
    exec: (sql) => attempt(path, () => driver.exec(sql)),
    emptyLog: () => attempt(path, () => emptyLog(driver)),
    noteOdd: (one) => noted.set(JSON.stringify(one), one),
    odd: () => [...noted.values()],
    close() {
      try {
        emptyLog(driver);
      } catch {
        // What stands in the log is as safe there.
      }
      driver.close();
    },
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

/** The driver gives its statements back late, so that SQLite does not clear its log away when the file is closed. */
function emptyLog(driver: DatabaseSyncInstance): boolean {
  driver.exec('PRAGMA busy_timeout = 1000');
  const { busy } = driver.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
  driver.exec(`PRAGMA busy_timeout = ${PATIENCE_MS}`);
  return busy === 0;
}

/** SQLite rolls back by itself when the disk is full; a second time is an error that says nothing. */
function rollBack(driver: DatabaseSyncInstance): void {
  try {
    driver.exec('ROLLBACK');
  } catch {
    // Already rolled back.
  }
}
