import { UsageError } from '../../model/errors.ts';
import type { Database, Queryable } from './database.ts';
import { POSTGRES_MIGRATIONS } from './postgres-schema.ts';

/**
 * Brings the schema up to date; safe when several programs open it at once.
 * @throws {UsageError} when it is of a newer version.
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
      throw new UsageError(
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

async function versionOf(within: Queryable): Promise<number> {
  return Number((await within.get('SELECT version FROM schema_version'))?.['version'] ?? 0);
}
