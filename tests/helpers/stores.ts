import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';
import type { Database } from '../../src/store/database/database.ts';
import { openPostgres } from '../../src/store/database/postgres.ts';
import type { PostgresPlace } from '../../src/store/database/postgres-place.ts';
import { openSqlite } from '../../src/store/database/sqlite.ts';
import { openStore, type StoreLocation } from '../../src/store/open.ts';
import { ask, ON_POSTGRES, placeOf, schemaAddress, withSchema } from './postgres.ts';

/**
 * Where the store of a folder is: a file in it, or on PostgreSQL a schema that is named by the file's path, so that the
 * program and the test come to the same one.
 */
export function storeAt(folder: string, name = 'menage.db'): StoreLocation {
  return ON_POSTGRES ? placeOf(storeSetting(folder, name)) : join(folder, name);
}

/** The same as `store:` of a config in that folder says it. */
export function storeSetting(folder: string, name = 'menage.db'): string {
  if (!ON_POSTGRES) return name;
  const digest = createHash('sha256').update(join(folder, name)).digest('hex');
  return withSchema(schemaAddress(), `store_${digest.slice(0, 16)}`);
}

/** The tables of a store, whatever holds it. */
export async function openDatabase(location: StoreLocation): Promise<Database> {
  return typeof location === 'string' ? openSqlite(location) : openPostgres(location);
}

/** The columns of each table, by the table's name. */
export async function columnsOf(
  database: Database,
  location: StoreLocation,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await database.all(typeof location === 'string' ? SQLITE_COLUMNS : POSTGRES_COLUMNS);
  const columns = new Map<string, string[]>();
  for (const { name, column } of rows)
    columns.set(String(name), [...(columns.get(String(name)) ?? []), String(column)]);
  return columns;
}

const SQLITE_COLUMNS = `SELECT t.name AS name, c.name AS "column" FROM sqlite_schema t, pragma_table_info(t.name) c
  WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.cid`;
const POSTGRES_COLUMNS = `SELECT table_name AS name, column_name AS "column" FROM information_schema.columns
  WHERE table_schema = current_schema() ORDER BY table_name COLLATE "C", ordinal_position`;

/** The bytes that hold a store, as `latin1`: its file and log, or the server's files of its tables and indexes. */
export async function rawBytesOf(location: StoreLocation): Promise<string> {
  if (typeof location === 'string') {
    const folder = dirname(location);
    const names = readdirSync(folder).filter((name) => name.startsWith(basename(location)));
    return names.map((name) => readFileSync(join(folder, name), 'latin1')).join('\n');
  }
  await ask(location.shown, 'CHECKPOINT');
  const rows = await ask(
    location.shown,
    `SELECT pg_read_binary_file(pg_relation_filepath(c.oid)) AS bytes FROM pg_class c
     LEFT JOIN pg_class owner ON owner.reltoastrelid = c.oid
     WHERE c.relkind IN ('r', 'i', 't') AND current_schema()::regnamespace IN (c.relnamespace, owner.relnamespace)`,
  );
  return rows.map(({ bytes }) => (bytes instanceof Buffer ? bytes.toString('latin1') : '')).join('\n');
}

/** Whether there is a store already. */
export async function isThere(location: StoreLocation): Promise<boolean> {
  if (typeof location === 'string') return existsSync(location);
  return (
    (await ask(location.shown, 'SELECT 1 FROM pg_namespace WHERE nspname = $1', [location.schema])).length > 0
  );
}

/** Makes a store as a version of menage leaves it that is not there yet. */
export async function makeNewer(location: StoreLocation): Promise<void> {
  await (await openStore(location)).close();
  const database = await openDatabase(location);
  await database.exec(ON_POSTGRES ? 'UPDATE schema_version SET version = 999' : 'PRAGMA user_version = 999');
  await database.close();
}

/** Puts a copy of a store that nothing uses in the place of another one. */
export async function copyStore(from: StoreLocation, to: StoreLocation): Promise<void> {
  if (typeof from !== 'string' && typeof to !== 'string') return copySchema(from, to);
  await removeStore(to);
  copyFileSync(String(from), String(to));
}

/** Removes a store that nothing uses. */
export async function removeStore(location: StoreLocation): Promise<void> {
  if (typeof location === 'string')
    for (const end of ['', '-wal', '-shm']) rmSync(`${location}${end}`, { force: true });
  else await ask(location.shown, `DROP SCHEMA IF EXISTS ${location.schema} CASCADE`);
}

async function copySchema(from: PostgresPlace, to: PostgresPlace): Promise<void> {
  await (await openStore(to)).close();
  const found = await ask(from.shown, 'SELECT tablename FROM pg_tables WHERE schemaname = current_schema()');
  const tables = found.map(({ tablename }) => pg.escapeIdentifier(String(tablename)));
  const [old, fresh] = [from, to].map(({ schema }) => pg.escapeIdentifier(schema));
  await ask(
    to.shown,
    `SET session_replication_role = replica;
     TRUNCATE ${tables.map((table) => `${fresh}.${table}`).join(', ')};
     ${tables
       .map((table) => `INSERT INTO ${fresh}.${table} OVERRIDING SYSTEM VALUE SELECT * FROM ${old}.${table};`)
       .join('\n')}
     SELECT setval(format('%I.%I', '${to.schema}', sequencename)::regclass, coalesce(last_value, 1), last_value IS NOT NULL)
       FROM pg_sequences WHERE schemaname = '${from.schema}'`,
  );
}
