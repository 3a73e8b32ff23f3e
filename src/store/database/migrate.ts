import { MenageError, messageOf, UsageError } from '../../model/errors.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import type { Database, Queryable } from './database.ts';
import { MIGRATIONS } from './migrations.ts';

const SCHEMA_VERSION = MIGRATIONS.length;

/** "mnge" in the header of the file (PRAGMA application_id): tells our files from those of other programs. */
export const APPLICATION_ID = 0x6d6e6765;

/**
 * Brings the schema up to date; safe when several programs open the file at once.
 * @throws {UsageError} when the file is from a newer version or another program, or holds triggers or views.
 */
export async function migrate(database: Database): Promise<void> {
  await assertOurs(database);
  for (;;) {
    const version = await versionOf(database);
    if (version > SCHEMA_VERSION) {
      throw new UsageError(
        `The store ${database.path} was written by a newer menage (schema ${version}, this one knows ${SCHEMA_VERSION}): ` +
          'update menage, or name another file in "store".',
      );
    }
    if (version === SCHEMA_VERSION) return;
    await database.transaction(async (within) => {
      // Another program may have been first while we waited for the transaction.
      if ((await versionOf(within)) !== version) return;
      await applyTo(within, database.path, version);
      await within.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      await within.exec(`PRAGMA user_version = ${version + 1}`);
    });
  }
}

/** @throws {UsageError} where the tables are not those of the number that the file says. */
async function applyTo(within: Queryable, path: string, version: number): Promise<void> {
  try {
    const migration = MIGRATIONS[version];
    if (migration === undefined) throw new RangeError('there is no such schema');
    await within.exec(migration);
  } catch (error) {
    if (error instanceof MenageError) throw error;
    throw new UsageError(
      `The store ${path} says schema ${version} and is another (${messageOf(error)}): somebody changed the file. ` +
        'Restore it from a backup that you trust. Nothing was done.',
      { cause: error },
    );
  }
}

/** A file of another program stays as it is. */
async function assertOurs(database: Database): Promise<void> {
  const tables = Number((await database.get('SELECT count(*) AS tables FROM sqlite_schema'))?.['tables']);
  const id = Number((await database.get('PRAGMA application_id'))?.['application_id']);
  if (tables === 0) return;
  if (id === APPLICATION_ID) {
    await refuseForeign(database);
    return;
  }
  throw new UsageError(
    `${database.path} is an SQLite file of another program: name another file in "store".`,
  );
}

/** We make no triggers and no views. A foreign one could keep what is erased, or undo what is marked as sent. */
async function refuseForeign(database: Database): Promise<void> {
  const foreign = await database.get(
    "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view')",
  );
  if (foreign === undefined) return;
  throw new UsageError(
    `The store ${database.path} holds a ${String(foreign['type'])} (“${visibleText(String(foreign['name']))}”), and menage makes ` +
      'none: somebody changed the file. Restore it from a backup that you trust. Nothing was done.',
  );
}

async function versionOf(database: Queryable): Promise<number> {
  return Number((await database.get('PRAGMA user_version'))?.['user_version'] ?? 0);
}
