import { randomBytes } from 'node:crypto';
import type { Entry } from '../../model/entry.ts';
import type { MemberId, RunId } from '../../model/ids.ts';
import type { Database, Queryable } from '../database/database.ts';
import { WRITER_BYTES } from '../database/own-tree.ts';
import { packEntries, unpackEntries } from './tree-parts.ts';

/** The parts of a tree that is being written, beside those of others. */
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
  /** Moves it to what a run keeps between its stages, within a transaction. */
  park(within: Queryable, run: RunId, name: string): Promise<void>;
}

interface Part {
  readonly part: number;
  readonly folders: 0 | 1;
  readonly entries: readonly Entry[];
}

/** The newest parts wait in memory, up to so many: the tree of most people is no larger, and is written once, where it stays. */
const HELD_PARTS = 2;

/** The rows of `new_tree_parts` under a name of its own; `database.ts` says how they are kept. */
export function treeTable(database: Database, owner: MemberId): TreeTable {
  // With the member's name, by which `OWN_TREE` erases them.
  const writer = `${randomBytes(WRITER_BYTES).toString('hex')} ${owner}`;
  let last = 0;
  let held: readonly Part[] = [];
  let isInTable = false;

  async function write(): Promise<void> {
    const parts = held;
    held = [];
    isInTable = true;
    await database.runEach(
      'INSERT INTO new_tree_parts (writer, part, folders, body) VALUES (?, ?, ?, ?)',
      parts.map(({ part, folders, entries }) => [writer, part, folders, packEntries(entries)]),
    );
  }

  async function rewrite(part: unknown, kept: readonly Entry[]): Promise<void> {
    const which = 'writer = ? AND part = ?';
    if (kept.length === 0)
      await database.run(`DELETE FROM new_tree_parts WHERE ${which}`, writer, Number(part));
    else
      await database.run(
        `UPDATE new_tree_parts SET body = ? WHERE ${which}`,
        ...[packEntries(kept), writer, Number(part)],
      );
  }

  return {
    async append(entries, folders) {
      if (entries.length === 0) return;
      if (held.length >= HELD_PARTS) await write();
      held = [...held, { part: ++last, folders: folders ? 1 : 0, entries }];
    },
    async *all() {
      const query =
        'SELECT part, body FROM new_tree_parts WHERE writer = ? AND part > ? ORDER BY part LIMIT 1';
      for (let after = 0; isInTable; ) {
        const row = await database.get(query, writer, after);
        if (row === undefined) break;
        yield unpackEntries(row['body']);
        after = Number(row['part']);
      }
      for (const { entries } of held) yield entries;
    },
    async filter(keeps, mark = '') {
      held = held
        .toReversed()
        .map((part) => ({ ...part, entries: keptOf(part.entries, keeps) }))
        .filter(({ entries }) => entries.length > 0)
        .toReversed();
      const query =
        'SELECT part, body FROM new_tree_parts WHERE writer = ? AND part < ? AND instr(body, ?) > 0 ORDER BY part DESC LIMIT 1';
      for (let before = last + 1; isInTable; ) {
        const row = await database.get(query, writer, before, mark);
        if (row === undefined) return;
        before = Number(row['part']);
        const entries = unpackEntries(row['body']);
        const kept = keptOf(entries, keeps);
        if (kept.length < entries.length) await rewrite(before, kept);
      }
    },
    async clear() {
      held = [];
      if (isInTable) await database.run('DELETE FROM new_tree_parts WHERE writer = ?', writer);
      isInTable = false;
    },
    async install(within, member, snapshot) {
      const key = '(SELECT key FROM snapshots WHERE member = ?)';
      // In their order, but without waiting for each.
      await Promise.all([
        within.run(`DELETE FROM tree_parts WHERE snapshot IN ${key}`, member),
        within.run('DELETE FROM snapshots WHERE member = ?', member),
        within.run('INSERT INTO snapshots (member, body) VALUES (?, ?)', member, snapshot),
        ...(isInTable
          ? [
              within.run(
                `INSERT INTO tree_parts (snapshot, part, folders, body)
                 SELECT ${key}, part, folders, body FROM new_tree_parts WHERE writer = ?`,
                ...[member, writer],
              ),
            ]
          : []),
        within.runEach(
          `INSERT INTO tree_parts (snapshot, part, folders, body) VALUES (${key}, ?, ?, ?)`,
          held.map(({ part, folders, entries }) => [member, part, folders, packEntries(entries)]),
        ),
      ]);
    },
    async park(within, run, name) {
      await within.run('DELETE FROM run_trees WHERE run = ? AND name = ?', run, name);
      if (isInTable) {
        await within.run(
          `INSERT INTO run_trees (run, name, part, folders, body)
           SELECT CAST(? AS BIGINT), CAST(? AS TEXT), part, folders, body FROM new_tree_parts WHERE writer = ?`,
          ...[run, name, writer],
        );
        await within.run('DELETE FROM new_tree_parts WHERE writer = ?', writer);
      }
      await within.runEach(
        'INSERT INTO run_trees (run, name, part, folders, body) VALUES (?, ?, ?, ?, ?)',
        held.map(({ part, folders, entries }) => [run, name, part, folders, packEntries(entries)]),
      );
    },
  };
}

/** The newest is asked for first. */
function keptOf(entries: readonly Entry[], keeps: (entry: Entry) => boolean): readonly Entry[] {
  return entries.toReversed().filter(keeps).toReversed();
}
