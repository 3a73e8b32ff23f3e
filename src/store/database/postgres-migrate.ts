import pg from 'pg';
import { OutdatedError, StoreAwayError } from '../../model/errors.ts';
import type { Database, Queryable } from './database.ts';
import { POSTGRES_MIGRATIONS } from './postgres-schema.ts';

/**
 * Brings the schema up to date; safe when several programs open it at once.
 * @throws {OutdatedError} when it is of a newer version.
 */
export async function migratePostgres(
  database: Database,
  migrations: readonly string[] = POSTGRES_MIGRATIONS,
): Promise<void> {
  await database.transaction(async (within) => {
    await within.exec(
      'CREATE TABLE IF NOT EXISTS schema_version (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL)',
    );
    const version = await versionOf(within);
    if (version > migrations.length) {
      throw new OutdatedError(
        `The store ${database.path} was written by a newer menage (schema ${version}, this one knows ` +
          `${migrations.length}): update menage, or name another store.`,
      );
    }
    for (const migration of migrations.slice(version)) await within.exec(migration);
    await within.run(
      'INSERT INTO schema_version (one, version) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET version = excluded.version',
      migrations.length,
    );
  });
}

/** Whether the schema stands as `migratePostgres` left it, and nothing is being copied into it. */
export async function isCurrent(database: Queryable): Promise<boolean> {
  try {
    const row = await database.get(
      'SELECT version, EXISTS (SELECT 1 FROM unfinished_copy) AS "isPart" FROM schema_version',
    );
    return row?.['version'] === POSTGRES_MIGRATIONS.length && row['isPart'] === false;
  } catch (error) {
    if (error instanceof StoreAwayError) throw error;
    // It has no such tables any more.
    return false;
  }
}

async function versionOf(within: Queryable): Promise<number> {
  return Number((await within.get('SELECT version FROM schema_version'))?.['version'] ?? 0);
}

/** Two who make it at the same moment: the second finds the name taken, or the entry of the catalogue. */
const EXISTS_ALREADY = ['42P06', '23505'];

/** Makes a schema where there is none; who may not make any is only asked for a missing one. */
export async function makeSchema(client: pg.ClientBase, schema: string): Promise<void> {
  const { rows } = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
  if (rows.length > 0) return;
  try {
    await client.query(`CREATE SCHEMA ${pg.escapeIdentifier(schema)}`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && EXISTS_ALREADY.includes(error.code ?? ''))) throw error;
  }
}
