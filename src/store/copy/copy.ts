import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { PartialError, UsageError } from '../../model/errors.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Database } from '../database/database.ts';
import { postgresTables } from '../database/postgres.ts';
import { assertWhole, beginCopy, endCopy, unfinishedCopy } from '../database/unfinished-copy.ts';
import { acquireLock, openDatabase, type StoreLocation } from '../open.ts';
import { POSTGRES } from './postgres-dialect.ts';
import { chunksOf, countOf, type Digest, digestOf, insertInto, lastKey, type Side } from './rows.ts';
import { SQLITE } from './sqlite-dialect.ts';
import { type Dialect, quoted, sharedTables, type Table } from './tables.ts';

export interface CopySetting {
  readonly now: UtcMs;
  /** Aborted to stop between rows; the next call goes on from there. */
  readonly stop?: AbortSignal;
  onProgress?(progress: { readonly table: string; readonly rows: number }): void;
}

/** A whole copy: what it holds, and the SHA-256 of both stores. */
export interface Copied {
  readonly tables: number;
  readonly rows: number;
  readonly sha256: string;
}

/**
 * Copies a store to another place, which must be empty or hold the beginning of this copy, and compares all of both. Nobody
 * else writes to either meanwhile.
 * @returns null where it was stopped: the same call goes on.
 * @throws {UsageError} where there is no store to copy, or the other place holds something else.
 * @throws {LockedError} where a run is working with one of them.
 */
export async function copyStore(
  from: StoreLocation,
  to: StoreLocation,
  setting: CopySetting,
): Promise<Copied | null> {
  await assertCopyable(from, to);
  const opened: { close(): Promise<void> }[] = [];
  try {
    for (const location of [from, to]) {
      const lock = await acquireLock(location, 'menage store copy', setting.now);
      opened.push({ close: () => lock.release() });
    }
    const source = await openDatabase(from);
    opened.push(source);
    const target = await openDatabase(to);
    opened.push(target);
    await assertWhole(source);
    // Within a transaction the source stands still: the portal waits.
    return await source.transaction((queryable) =>
      copyAll({
        source: { shown: nameOf(from), queryable, dialect: dialectOf(from) },
        target: { shown: nameOf(to), queryable: target, dialect: dialectOf(to) },
        database: target,
        setting,
      }),
    );
  } finally {
    for (const one of opened.reverse()) await one.close();
  }
}

/** A copy under way. */
interface Work {
  readonly source: Side;
  readonly target: Side;
  /** That of the target. */
  readonly database: Database;
  readonly setting: CopySetting;
}

async function copyAll(work: Work): Promise<Copied | null> {
  const { source, target, database, setting } = work;
  const tables = sharedTables(
    await source.dialect.tables(source.queryable),
    await target.dialect.tables(target.queryable),
  );
  const begun = await unfinishedCopy(database);
  if (begun === null && !(await isEmpty(target, tables))) return assertSame(work, tables);
  if (begun !== null && begun !== source.shown)
    throw new UsageError(
      `The store ${target.shown} holds a part of ${begun}, and not of ${source.shown}: finish that copy, or remove the ` +
        'store. Nothing was done.',
    );
  if (begun === null) await beginCopy(database, source.shown, setting.now);
  const copied: Digest[] = [];
  for (const table of tables) {
    const digest = await copyTable(work, table);
    if (digest === null) return null;
    copied.push(digest);
  }
  await endCopy(database);
  return summaryOf(copied);
}

/** Null where it was stopped. */
async function copyTable(work: Work, table: Table): Promise<Digest | null> {
  const { source, target, database } = work;
  if (!(await copyRest(work, table))) return null;
  const wanted = await digestOf(source, table);
  if (await isSame(work, table, wanted)) return wanted;
  // The source was changed since an earlier call copied its first rows.
  await database.run(`DELETE FROM ${quoted(table.name)}`);
  if (!(await copyRest(work, table))) return null;
  if (await isSame(work, table, wanted)) return wanted;
  throw new PartialError(
    `The copy in ${target.shown} is not the same as ${source.shown} (table ${table.name}): remove it, and copy again. ` +
      `${source.shown} is as it was.`,
  );
}

/** Copies what stands behind the last row of the target; false where it was stopped. */
async function copyRest({ source, target, database, setting }: Work, table: Table): Promise<boolean> {
  let rows = 0;
  for await (const chunk of chunksOf(source, table, await lastKey(target, table))) {
    if (setting.stop?.aborted === true) return false;
    await database.transaction((queryable) => insertInto({ ...target, queryable }, table, chunk));
    rows += chunk.length;
    setting.onProgress?.({ table: table.name, rows });
  }
  if (table.counter !== null) {
    const last = await source.dialect.lastNumber(source.queryable, table.name, table.counter);
    await target.dialect.numberFrom(database, table.name, table.counter, last);
  }
  return setting.stop?.aborted !== true;
}

async function isSame({ source, target }: Work, table: Table, wanted: Digest): Promise<boolean> {
  if ((await countOf(source, table)) !== wanted.rows || (await countOf(target, table)) !== wanted.rows)
    return false;
  return (await digestOf(target, table)).sha256 === wanted.sha256;
}

/** A call that ended after the copy was whole, or one that is made again. */
async function assertSame(work: Work, tables: readonly Table[]): Promise<Copied> {
  const copied: Digest[] = [];
  for (const table of tables) {
    const isLonger = (await countOf(work.source, table)) !== (await countOf(work.target, table));
    const digest = isLonger ? null : await digestOf(work.source, table);
    if (digest === null || !(await isSame(work, table, digest)))
      throw new UsageError(
        `The store ${work.target.shown} holds something already (table ${table.name}): name a place where there is nothing. ` +
          'Nothing was done.',
      );
    copied.push(digest);
  }
  return summaryOf(copied);
}

async function isEmpty(target: Side, tables: readonly Table[]): Promise<boolean> {
  for (const table of tables) if ((await lastKey(target, table)) !== null) return false;
  return true;
}

function summaryOf(copied: readonly Digest[]): Copied {
  const hash = createHash('sha256');
  for (const { sha256 } of copied) hash.update(sha256);
  return {
    tables: copied.length,
    rows: copied.reduce((sum, { rows }) => sum + rows, 0),
    sha256: hash.digest('hex'),
  };
}

/** Before anything is made at either place. */
async function assertCopyable(from: StoreLocation, to: StoreLocation): Promise<void> {
  if (nameOf(from) === nameOf(to))
    throw new UsageError(`${nameOf(from)} cannot be copied onto itself: name another place.`);
  const exists =
    typeof from === 'string' ? existsSync(from) : (await postgresTables(from)).includes('schema_version');
  if (!exists) throw new UsageError(`There is no store ${nameOf(from)}: name the one that is to be copied.`);
  if (typeof to === 'string') return;
  const tables = (await postgresTables(to)).filter((name) => name !== 'run_holder');
  if (tables.length > 0 && !tables.includes('schema_version'))
    throw new UsageError(
      `The schema ${to.schema} of ${to.shown} holds tables of another program: name another by "?schema=". Nothing was done.`,
    );
}

function nameOf(location: StoreLocation): string {
  if (typeof location !== 'string') return location.shown;
  return existsSync(location) ? realpathSync(location) : resolve(location);
}

function dialectOf(location: StoreLocation): Dialect {
  return typeof location === 'string' ? SQLITE : POSTGRES;
}
