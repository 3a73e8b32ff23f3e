import type { Entry } from '../../model/entry.ts';
import type { MemberId } from '../../model/ids.ts';
import { partialError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { Database } from '../database/database.ts';
import { readRow } from '../database/rows.ts';
import { documentOf, SNAPSHOT } from '../database/shapes.ts';
import type { Snapshot } from '../store.ts';
import { unpackEntries } from './tree-parts.ts';

/** The stored tree of a member; null where there is none, or one that cannot be read. */
export async function storedSnapshot(database: Database, member: MemberId): Promise<Snapshot | null> {
  const row = await database.get('SELECT body FROM snapshots WHERE member = ?', member);
  return row === undefined ? null : readRow(documentOf(row['body']), SNAPSHOT, database.noteOdd);
}

const WHICH = { all: '', folders: 'AND folders = 1', files: 'AND folders = 0' } as const;

/** Maximum number of parts that are in memory at a time: the trees of most people have no more. */
const PARTS_AT_ONCE = 4;

/**
 * The stored entries of a member, part by part. Some parts are a query of their own, so that nothing stays open between two.
 * @throws {PartialError} when the tree is replaced meanwhile: half of one must not pass for the whole.
 */
export async function* storedEntries(
  database: Database,
  member: MemberId,
  which: 'all' | 'folders' | 'files' = 'all',
): AsyncGenerator<readonly Entry[]> {
  let rows = await database.all(
    `SELECT snapshots.key, snapshots.body AS snapshot, part, tree_parts.body FROM snapshots
     LEFT JOIN tree_parts ON tree_parts.snapshot = snapshots.key ${WHICH[which]}
     WHERE member = ? ORDER BY part LIMIT ${PARTS_AT_ONCE}`,
    member,
  );
  const [first] = rows;
  if (first === undefined || first['part'] === null) return;
  if (readRow(documentOf(first['snapshot']), SNAPSHOT, database.noteOdd) === null) return;
  const key = Number(first['key']);
  for (const { body } of rows) yield unpackEntries(body);
  if (rows.length < PARTS_AT_ONCE) return;
  for (let last = rows.at(-1); last !== undefined; last = rows.at(-1)) {
    rows = await database.all(
      `SELECT part, body FROM tree_parts WHERE snapshot = ? AND part > ? ${WHICH[which]} ORDER BY part LIMIT ${PARTS_AT_ONCE}`,
      ...[key, Number(last['part'])],
    );
    for (const { body } of rows) yield unpackEntries(body);
  }
  await assertStands(database, member, key);
}

async function assertStands(database: Database, member: MemberId, key: number): Promise<void> {
  const row = await database.get('SELECT key FROM snapshots WHERE member = ?', member);
  if (row !== undefined && Number(row['key']) === key) return;
  throw partialError(because('store.tree-replaced'));
}
