import type { Entry } from '../model/entry.ts';
import type { MemberId } from '../model/ids.ts';
import { selfAndAncestors, type TreePath } from '../model/path.ts';
import type { Database, Value } from './database.ts';
import { ENTRY_COLUMNS, entryOf } from './entry-columns.ts';
import type { SnapshotWriter } from './store.ts';
import { storedEntries } from './stored-tree.ts';

/**
 * Begins a new tree for a member. Its entries gather in a temporary table without an index (a random insert into the
 * sorted table costs twice as much), and take the old tree's place in one transaction.
 * @param table a name that no other writer of this connection has.
 */
export function beginTree(database: Database, member: MemberId, table: string): SnapshotWriter {
  database.exec(
    `CREATE TEMPORARY TABLE ${table} (file_id TEXT NOT NULL, path TEXT NOT NULL, is_folder INTEGER NOT NULL,
     size INTEGER NOT NULL, modified_at INTEGER NOT NULL, uploaded_at INTEGER, etag TEXT NOT NULL, checksum TEXT)`,
  );
  const insert = `INSERT INTO ${table} (${ENTRY_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
  const add = (entries: readonly Entry[]) => database.runEach(insert, entries.map(columnsOf));
  return {
    add: async (entries) => add(entries),
    async keep(subtrees) {
      const moves = new Map(subtrees.map(({ from, to }) => [from, to]));
      for await (const batch of storedEntries(database, member)) {
        add(batch.flatMap((entry) => moved(entry, moves)));
      }
    },
    drop: async (path) => drop(database, table, `path = ? OR ${BELOW}`, path, ...range(path)),
    async dropFilesIn(folder) {
      const [from, to] = range(folder);
      const direct = "is_folder = 0 AND instr(substr(path, length(?) + 1), '/') = 0";
      drop(database, table, `${BELOW} AND ${direct}`, from, to, from);
    },
    totals: async () => totals(database, table),
    entries: () => gathered(database, table),
    folders: async () =>
      database
        .lists(
          `SELECT ${ENTRY_COLUMNS} FROM (SELECT ${ENTRY_COLUMNS}, max(rowid) FROM ${table} GROUP BY file_id)
           WHERE is_folder = 1`,
        )
        .map(entryOf),
    async commit(snapshot) {
      commit(database, table, member, JSON.stringify(snapshot));
      database.exec(`DROP TABLE ${table}`);
    },
    abandon: async () => database.exec(`DROP TABLE IF EXISTS ${table}`),
  };
}

function columnsOf(entry: Entry): readonly Value[] {
  const { fileId, path, isFolder, size, modifiedAt, uploadedAt, etag, checksum } = entry;
  return [fileId, path, isFolder ? 1 : 0, size, modifiedAt, uploadedAt, etag, checksum];
}

/** The entry at its place in the new tree, as its nearest kept folder says; none where no folder above it is kept. */
function moved(entry: Entry, moves: ReadonlyMap<TreePath, TreePath>): readonly Entry[] {
  for (const folder of selfAndAncestors(entry.path)) {
    const to = moves.get(folder);
    if (to === undefined) continue;
    if (to === folder) return [entry];
    const rest = entry.path.slice(folder === '/' ? 0 : folder.length);
    return [{ ...entry, path: `${to === '/' ? '' : to}${rest}` || '/' }];
  }
  return [];
}

/** Paths are compared as ranges: a pattern would take % and _ in names for wildcards. */
const BELOW = '(path >= ? AND path < ?)';

/** Between which texts everything below a folder lies: "0" follows "/" in UTF-8. */
function range(folder: TreePath): readonly [string, string] {
  return folder === '/' ? ['/', '0'] : [`${folder}/`, `${folder}0`];
}

/** Removes the entries that meet a condition, and what those entries had replaced. */
function drop(database: Database, table: string, condition: string, ...values: readonly Value[]): void {
  database.run(
    `DELETE FROM ${table} WHERE rowid IN (
       WITH dropped AS MATERIALIZED (
         SELECT file_id, max(rowid) AS newest FROM ${table} WHERE ${condition} GROUP BY file_id
       )
       SELECT t.rowid FROM ${table} t CROSS JOIN dropped d ON d.file_id = t.file_id WHERE t.rowid <= d.newest)`,
    ...values,
  );
}

/** What has gathered, each file id once. */
async function* gathered(database: Database, table: string): AsyncGenerator<readonly Entry[]> {
  database.run(`DELETE FROM ${table} WHERE rowid NOT IN (SELECT max(rowid) FROM ${table} GROUP BY file_id)`);
  const query = `SELECT ${ENTRY_COLUMNS}, rowid FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT 1000`;
  let after = 0;
  for (;;) {
    const rows = database.lists(query, after);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(entryOf);
    after = Number(last.at(-1));
  }
}

function totals(database: Database, table: string) {
  const row = database.get(
    `SELECT coalesce(sum(CASE WHEN is_folder = 0 THEN size END), 0) AS bytes,
            count(CASE WHEN is_folder = 0 THEN 1 END) AS files,
            count(CASE WHEN is_folder = 1 AND path <> '/' THEN 1 END) AS folders
     FROM (SELECT is_folder, size, path, max(rowid) FROM ${table} GROUP BY file_id)`,
  );
  return { bytes: Number(row?.['bytes']), files: Number(row?.['files']), folders: Number(row?.['folders']) };
}

/** The rows go in by file id, hence to the end of the sorted table; the old ones go first and leave them their pages. */
function commit(database: Database, table: string, member: MemberId, body: string): void {
  database.transaction(() => {
    database.run(
      'DELETE FROM entries WHERE snapshot IN (SELECT key FROM snapshots WHERE member = ?)',
      member,
    );
    database.run('DELETE FROM snapshots WHERE member = ?', member);
    database.run('INSERT INTO snapshots (member, body) VALUES (?, ?)', member, body);
    database.run(
      `INSERT OR REPLACE INTO entries (snapshot, ${ENTRY_COLUMNS})
       SELECT (SELECT key FROM snapshots WHERE member = ?), ${ENTRY_COLUMNS} FROM ${table} ORDER BY file_id, rowid`,
      member,
    );
  });
}
