import type { Entry } from '../../model/entry.ts';
import type { MemberId } from '../../model/ids.ts';
import type { Database, Queryable } from '../database/database.ts';
import { packEntries, unpackEntries } from './tree-parts.ts';

/** The parts of a tree that is being written, in a temporary table of their own. */
export interface TreeTable {
  /** Adds a part. Folders and files stand apart, for at the next run the folders alone are asked for. */
  append(entries: readonly Entry[], folders: boolean): Promise<void>;
  /** Part by part, the oldest first; each is a query of its own. */
  all(): AsyncGenerator<readonly Entry[]>;
  /**
   * Keeps of each part what `keeps` says, the newest part and entry first.
   * @param mark only parts whose text holds this piece are looked at.
   */
  filter(keeps: (entry: Entry) => boolean, mark?: string): Promise<void>;
  /** Empties it, for this tree or the next. */
  clear(): Promise<void>;
  /** Takes the place of the member's stored tree, within a transaction. */
  install(within: Queryable, member: MemberId, snapshot: string): Promise<void>;
}

/** @param name a table name that no one else on this connection has. */
export async function treeTable(database: Database, name: string): Promise<TreeTable> {
  await database.exec(
    `CREATE TEMPORARY TABLE ${name} (part INTEGER PRIMARY KEY, folders INTEGER NOT NULL, body TEXT NOT NULL)`,
  );
  async function rewrite(part: unknown, kept: readonly Entry[]): Promise<void> {
    if (kept.length === 0) await database.run(`DELETE FROM ${name} WHERE part = ?`, Number(part));
    else await database.run(`UPDATE ${name} SET body = ? WHERE part = ?`, packEntries(kept), Number(part));
  }
  return {
    async append(entries, folders) {
      if (entries.length === 0) return;
      await database.run(
        `INSERT INTO ${name} (folders, body) VALUES (?, ?)`,
        folders ? 1 : 0,
        packEntries(entries),
      );
    },
    async *all() {
      const query = `SELECT part, body FROM ${name} WHERE part > ? ORDER BY part LIMIT 1`;
      for (
        let row = await database.get(query, 0);
        row !== undefined;
        row = await database.get(query, Number(row['part']))
      )
        yield unpackEntries(row['body']);
    },
    async filter(keeps, mark = '') {
      const query = `SELECT part, body FROM ${name} WHERE part < ? AND instr(body, ?) > 0 ORDER BY part DESC LIMIT 1`;
      let row = await database.get(query, Number.MAX_SAFE_INTEGER, mark);
      for (; row !== undefined; row = await database.get(query, Number(row['part']), mark)) {
        const entries = unpackEntries(row['body']);
        const kept = [...entries].reverse().filter(keeps).reverse();
        if (kept.length < entries.length) await rewrite(row['part'], kept);
      }
    },
    clear: () => database.run(`DELETE FROM ${name}`),
    async install(within, member, snapshot) {
      await within.run(
        'DELETE FROM tree_parts WHERE snapshot IN (SELECT key FROM snapshots WHERE member = ?)',
        member,
      );
      await within.run('DELETE FROM snapshots WHERE member = ?', member);
      await within.run('INSERT INTO snapshots (member, body) VALUES (?, ?)', member, snapshot);
      await within.run(
        `INSERT INTO tree_parts (snapshot, part, folders, body)
         SELECT (SELECT key FROM snapshots WHERE member = ?), part, folders, body FROM ${name}`,
        member,
      );
    },
  };
}
