import { UsageError } from '../../model/errors.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Database } from './database.ts';

/** Notes that rows of another store are being copied into this one. */
export async function beginCopy(database: Database, source: string, now: UtcMs): Promise<void> {
  await database.run('INSERT INTO unfinished_copy (one, source, begun_at) VALUES (1, ?, ?)', source, now);
}

/** All rows are there. */
export async function endCopy(database: Database): Promise<void> {
  await database.durableTransaction((within) => within.run('DELETE FROM unfinished_copy'));
}

/** The store of which a part was copied into this one; null where it is whole. */
export async function unfinishedCopy(database: Database): Promise<string | null> {
  const row = await database.get('SELECT source FROM unfinished_copy');
  return row === undefined ? null : String(row['source']);
}

/**
 * Part of a store is not to be worked with: mails that it does not know of would be sent again.
 * @throws {UsageError} where only a part was copied.
 */
export async function assertWhole(database: Database): Promise<void> {
  const source = await unfinishedCopy(database);
  if (source === null) return;
  throw new UsageError(
    `The store ${database.path} holds only a part of ${source}: finish it by "menage store copy", or name another store.`,
  );
}
