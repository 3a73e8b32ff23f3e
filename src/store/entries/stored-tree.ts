import type { Entry } from '../../model/entry.ts';
import type { MemberId } from '../../model/ids.ts';
import { partialError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { Database } from '../database/database.ts';
import { readRow } from '../database/rows.ts';
import { documentOf, SNAPSHOT } from '../database/shapes.ts';
import type { Snapshot } from '../store.ts';
import { unpackEntries } from './tree-parts.ts';

/** The stored tree of a member and its key among the parts; null where there is none, or one that cannot be read. */
async function storedTree(
  database: Database,
  member: MemberId,
): Promise<{ readonly key: number; readonly snapshot: Snapshot } | null> {
  const row = await database.get('SELECT key, body FROM snapshots WHERE member = ?', member);
  if (row === undefined) return null;
  const snapshot = readRow(documentOf(row['body']), SNAPSHOT, database.noteOdd);
  return snapshot === null ? null : { key: Number(row['key']), snapshot };
}

export async function storedSnapshot(database: Database, member: MemberId): Promise<Snapshot | null> {
  return (await storedTree(database, member))?.snapshot ?? null;
}

const WHICH = { all: 'TRUE', folders: 'folders = 1', files: 'folders = 0' } as const;

/**
 * The stored entries of a member, part by part. Each part is a query of its own, so that nothing stays open between two.
 * @throws {PartialError} when the tree is replaced meanwhile: half of one must not pass for the whole.
 */
export async function* storedEntries(
  database: Database,
  member: MemberId,
  which: 'all' | 'folders' | 'files' = 'all',
): AsyncGenerator<readonly Entry[]> {
  const tree = await storedTree(database, member);
  if (tree === null) return;
  const query = `SELECT part, body FROM tree_parts WHERE snapshot = ? AND part > ? AND ${WHICH[which]} ORDER BY part LIMIT 1`;
  for (let after = 0; ; ) {
    const row = await database.get(query, tree.key, after);
    if (row === undefined) break;
    yield unpackEntries(row['body']);
    after = Number(row['part']);
  }
  await assertStands(database, member, tree.key);
}

async function assertStands(database: Database, member: MemberId, key: number): Promise<void> {
  if ((await storedTree(database, member))?.key === key) return;
  throw partialError(because('store.tree-replaced'));
}
