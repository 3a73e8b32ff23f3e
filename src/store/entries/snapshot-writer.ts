import type { Entry } from '../../model/entry.ts';
import type { FileId, MemberId } from '../../model/ids.ts';
import { parentOf, type TreePath } from '../../model/path/path.ts';
import { pathIndex } from '../../model/path/path-index.ts';
import type { Database, Queryable } from '../database/database.ts';
import { assertReadable } from '../database/rows.ts';
import { SNAPSHOT } from '../database/shapes.ts';
import type { SnapshotWriter } from '../store.ts';
import { assertBesideReadable, writeBeside } from './beside-tree.ts';
import { seenIds } from './seen-ids.ts';
import { storedEntries } from './stored-tree.ts';
import { PART_SIZE } from './tree-parts.ts';
import { type TreeTable, treeTable } from './tree-table.ts';

/** Whether somebody took access back: what is read of them meanwhile is dropped. */
export type HasLeft = (within: Queryable, member: MemberId) => Promise<boolean>;

/** Gives writers of new trees. */
export function treeWriters(database: Database, hasLeft: HasLeft): (member: MemberId) => SnapshotWriter {
  return (member) =>
    beginTree(database, member, treeTable(database, member), (within) => hasLeft(within, member));
}

/** Begins a new tree for a member. Its parts gather beside the old tree and take its place in one transaction. */
function beginTree(
  database: Database,
  member: MemberId,
  table: TreeTable,
  hasLeft: (within: Queryable) => Promise<boolean>,
): SnapshotWriter {
  let isOpen = true;
  const ids = seenIds();
  /** What is not in the table yet, the newest last. */
  let waiting: Entry[] = [];
  const totals = { bytes: 0, files: 0, folders: 0 };

  function count(entry: Entry, sign: 1 | -1): void {
    if (!entry.isFolder) {
      totals.files += sign;
      totals.bytes += sign * entry.size;
    } else if (entry.path !== '/') totals.folders += sign;
  }

  async function add(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) {
      ids.add(entry.fileId);
      waiting.push(entry);
      count(entry, 1);
      if (waiting.length >= PART_SIZE) await flush();
    }
  }

  async function flush(): Promise<void> {
    const all = waiting;
    waiting = [];
    await table.append(
      all.filter(({ isFolder }) => isFolder),
      true,
    );
    await table.append(
      all.filter(({ isFolder }) => !isFolder),
      false,
    );
  }

  /** Of what came twice only the later one stays. */
  async function settle(): Promise<void> {
    await flush();
    const twice = ids.settle();
    if (twice.size === 0) return;
    const seen = new Set<FileId>();
    await table.filter((entry) => {
      if (!twice.has(entry.fileId)) return true;
      if (!seen.has(entry.fileId)) return seen.add(entry.fileId).size > 0;
      count(entry, -1);
      return false;
    });
  }

  async function remove(goes: (entry: Entry) => boolean, mark: string): Promise<void> {
    await settle();
    const gone = new Set<FileId>();
    await table.filter((entry) => {
      if (!goes(entry)) return true;
      gone.add(entry.fileId);
      count(entry, -1);
      return false;
    }, mark);
    if (gone.size > 0) ids.forget(gone);
  }

  async function end(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await table.clear();
  }

  return {
    add,
    async keep(subtrees, which) {
      const moves = new Map(subtrees.map(({ from, to }) => [from, to]));
      for await (const part of storedEntries(database, member, which)) {
        await add(part.flatMap((entry) => moved(entry, moves)));
      }
    },
    async drop(paths) {
      if (!paths.includes('/')) {
        const gone = pathIndex(paths, (path) => path);
        const [only, ...more] = paths;
        const mark = only === undefined || more.length > 0 ? '' : openText(only);
        return await remove((entry) => gone.onOrAbove(entry.path).length > 0, mark);
      }
      waiting = [];
      await table.clear();
      ids.clear();
      Object.assign(totals, { bytes: 0, files: 0, folders: 0 });
    },
    async dropFilesIn(folder) {
      const mark = openText(folder === '/' ? '/' : `${folder}/`);
      await remove((entry) => !entry.isFolder && parentOf(entry.path) === folder, mark);
    },
    async totals() {
      await settle();
      return { ...totals };
    },
    async *entries() {
      await settle();
      yield* table.all();
    },
    async commit(snapshot, beside = {}) {
      await settle();
      assertReadable(`The tree of ${member}`, [snapshot], SNAPSHOT);
      assertBesideReadable(member, beside);
      await database.transaction(async (within) => {
        if (await hasLeft(within)) return;
        await Promise.all([
          table.install(within, member, JSON.stringify(snapshot)),
          writeBeside(within, member, beside),
        ]);
      });
      await end();
    },
    abandon: end,
    async park(run, name) {
      await settle();
      await database.transaction((within) => table.park(within, run, name));
      isOpen = false;
    },
  };
}

/** How a path that begins so stands in the text of a part. */
function openText(path: string): string {
  return JSON.stringify(path).slice(0, -1);
}

/** The entry at its place in the new tree, as its nearest kept folder says; none where no folder above it is kept. */
function moved(entry: Entry, moves: ReadonlyMap<TreePath, TreePath>): readonly Entry[] {
  let folder = entry.path;
  let to = moves.get(folder);
  while (to === undefined && folder !== '/') {
    folder = parentOf(folder);
    to = moves.get(folder);
  }
  if (to === undefined) return [];
  if (to === folder) return [entry];
  const rest = entry.path.slice(folder === '/' ? 0 : folder.length);
  return [{ ...entry, path: `${to === '/' ? '' : to}${rest}` || '/' }];
}
