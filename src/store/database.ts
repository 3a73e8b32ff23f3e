import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { MenageError, messageOf, PartialError, UsageError } from '../errors.ts';

/** The one place that knows the SQLite driver. All calls are synchronous: nothing can come between two of them. */
export interface Database {
  readonly path: string;
  /** Runs `work` in one transaction; what it throws rolls back. */
  transaction<T>(work: () => T): T;
  run(sql: string, ...values: readonly Value[]): void;
  /** Runs one statement for many rows, in one transaction. */
  runEach(sql: string, rows: Iterable<readonly Value[]>): void;
  get(sql: string, ...values: readonly Value[]): Row | undefined;
  all(sql: string, ...values: readonly Value[]): readonly Row[];
  exec(sql: string): void;
  close(): void;
}

export type Value = string | number | bigint | null;
export type Row = Readonly<Record<string, unknown>>;

type Statement = ReturnType<DatabaseSync['prepare']>;

/** Opens or makes an SQLite file (mode 0600, its folder 0700 when we make it). */
export function openDatabase(path: string): Database {
  return attempt(path, () => {
    if (!existsSync(path)) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      closeSync(openSync(path, 'a', 0o600));
    }
    const driver = new DatabaseSync(path, { timeout: 10_000 });
    driver.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; ' +
        'PRAGMA temp_store = FILE; PRAGMA secure_delete = ON; PRAGMA cache_size = -16000;',
    );
    return wrap(path, driver);
  });
}

function wrap(path: string, driver: DatabaseSync): Database {
  const statements = new Map<string, Statement>();
  function prepared(sql: string): Statement {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = driver.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  }
  let inside = false;
  function transaction<T>(work: () => T): T {
    if (inside) return work();
    return attempt(path, () => {
      driver.exec('BEGIN IMMEDIATE');
      inside = true;
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
  return {
    path,
    transaction,
    run: (sql, ...values) => attempt(path, () => void prepared(sql).run(...values)),
    runEach: (sql, rows) =>
      transaction(() => {
        const statement = prepared(sql);
        for (const row of rows) statement.run(...row);
      }),
    get: (sql, ...values) => attempt(path, () => rowOf(prepared(sql).get(...values))),
    all: (sql, ...values) =>
      attempt(path, () =>
        prepared(sql)
          .all(...values)
          .flatMap((row) => rowOf(row) ?? []),
      ),
    exec: (sql) => attempt(path, () => driver.exec(sql)),
    close: () => driver.close(),
  };
}

/** SQLite rolls back by itself when the disk is full; a second time is an error that says nothing. */
function rollBack(driver: DatabaseSync): void {
  try {
    driver.exec('ROLLBACK');
  } catch {
    // Already rolled back.
  }
}

function rowOf(row: unknown): Row | undefined {
  return typeof row === 'object' && row !== null ? { ...row } : undefined;
}

/** Says in one sentence what the driver could not do, and what to do about it. */
function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof MenageError) throw error;
    throw explained(path, error);
  }
}

function explained(path: string, error: unknown): unknown {
  const message = messageOf(error);
  const is = (pattern: RegExp) => pattern.test(message);
  if (is(/disk is full|ENOSPC|disk I\/O error/i)) {
    return new PartialError(
      `The disk is full: the store ${path} keeps what stood before. Make room and run again.`,
      {
        cause: error,
      },
    );
  }
  if (is(/not a database|malformed/i)) {
    return new UsageError(`${path} is no sound SQLite file: correct "store", or restore it from a backup.`, {
      cause: error,
    });
  }
  if (is(/database is locked|SQLITE_BUSY/i)) {
    return new PartialError(`Another program holds the store ${path}: end it, then run again.`, {
      cause: error,
    });
  }
  if (is(/unable to open|EACCES|EPERM|ENOENT|EISDIR|ENOTDIR|EROFS|readonly database/i)) {
    return new UsageError(
      `Cannot open the store ${path} (${message}): correct "store" or the rights of its folder.`,
      {
        cause: error,
      },
    );
  }
  return error;
}
