import { PartialError } from '../errors.ts';
import type { Entry } from '../model/entry.ts';
import type { MemberId } from '../model/ids.ts';
import type { Database } from './database.ts';
import { ENTRY_COLUMNS, entryOf } from './entry-columns.ts';
import type { Snapshot } from './store.ts';
import { readSnapshot } from './stored-shapes.ts';

const BATCH = 1_000;

/** The stored tree of a member and its key among the entries; null where there is none. */
export function storedTree(
  database: Database,
  member: MemberId,
): { readonly key: number; readonly snapshot: Snapshot } | null {
  const row = database.get('SELECT key, body FROM snapshots WHERE member = ?', member);
  return row === undefined ? null : { key: Number(row['key']), snapshot: readSnapshot(String(row['body'])) };
}

/**
 * The stored entries of a member in batches. Each batch is a query of its own, so that nothing stays open between two.
 * @throws {PartialError} when the tree is replaced meanwhile: half of one must not pass for the whole.
 */
export async function* storedEntries(
  database: Database,
  member: MemberId,
  condition = 'TRUE',
): AsyncGenerator<readonly Entry[]> {
  const tree = storedTree(database, member);
  if (tree === null) return;
  const query =
    `SELECT ${ENTRY_COLUMNS} FROM entries WHERE snapshot = ? AND file_id > ? AND ${condition} ` +
    `ORDER BY file_id LIMIT ${BATCH}`;
  let after = '';
  for (;;) {
    const batch = database.lists(query, tree.key, after).map(entryOf);
    const last = batch.at(-1);
    if (last === undefined || batch.length < BATCH) assertStands(database, member, tree.key);
    if (last === undefined) return;
    yield batch;
    if (batch.length < BATCH) return;
    after = last.fileId;
  }
}

function assertStands(database: Database, member: MemberId, key: number): void {
  if (storedTree(database, member)?.key === key) return;
  throw new PartialError(
    `The tree of ${member} was replaced while it was read from the store: run the command again.`,
  );
}
