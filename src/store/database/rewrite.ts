import { PartialError } from '../../model/errors.ts';
import type { Database, Queryable } from './database.ts';

/** To be called within the transaction that erases: until `rewriteIfOwed` has done so, the file is to be rewritten. */
export async function oweRewrite(within: Queryable): Promise<void> {
  await within.run("INSERT INTO owed (task) VALUES ('rewrite') ON CONFLICT DO NOTHING");
}

/**
 * Rewrites the file without its free pages where something was erased since, and empties the log beside it. What could
 * not be done stays owed to the next run.
 * @returns false when another program reads the log.
 * @throws {PartialError} when there is no room for a second copy of the file.
 */
export async function rewriteIfOwed(database: Database): Promise<boolean> {
  if ((await database.get("SELECT task FROM owed WHERE task = 'rewrite'")) === undefined) return true;
  if (!(await database.rewrite())) return false;
  await database.run("DELETE FROM owed WHERE task = 'rewrite'");
  return true;
}

/** The error after an erasure that stands, but whose file was not rewritten. */
export function notRewritten(what: string, path: string, why: string, cause?: unknown): PartialError {
  return new PartialError(
    `${what}, but the store ${path} could not be rewritten (${why}): traces may stay in unused parts of the file until ` +
      'the next "menage run" or "menage purge" has rewritten it.',
    { cause },
  );
}
