import { memberId, type RunId, runId } from '../model/ids.ts';
import type { Database, Queryable } from './database/database.ts';
import { unpackEntries } from './entries/tree-parts.ts';
import type { KeptReading, WorkStore } from './work-store.ts';

/** The tables of what runs know between their stages. */
export const WORK_TABLES = ['run_trees', 'run_readings', 'run_slices', 'run_work'] as const;

export function workStore(database: Database): WorkStore {
  const put = (within: Queryable, run: RunId, name: string, body: Uint8Array) =>
    within.run(
      `INSERT INTO run_work (run, name, body) VALUES (?, ?, ?)
       ON CONFLICT (run, name) DO UPDATE SET body = excluded.body`,
      ...[run, name, body],
    );
  return {
    clear: () =>
      database.transaction(async (within) => {
        await clearWork(within);
        // Where the table outlives a process: what one that was killed had not ended.
        await within.run('DELETE FROM new_tree_parts');
      }),
    keep: (run, documents) =>
      database.transaction(async (within) => {
        for (const [name, body] of documents) await put(within, run, name, body);
      }),
    async document(run, name) {
      const row = await database.get('SELECT body FROM run_work WHERE run = ? AND name = ?', run, name);
      return bytesOf(row?.['body']);
    },
    async latest() {
      const run = (await database.get('SELECT max(run) AS run FROM run_work'))?.['run'] ?? null;
      return run === null ? null : runId(Number(run));
    },
    isOpen: (run) => isOpen(database, run),
    keepReading: (run, reading, slice) =>
      database.transaction(async (within) => {
        if (!(await isOpen(within, run))) return false;
        await insertReading(within, run, reading);
        await putSlice(within, run, slice);
        return true;
      }),
    async readings(run, batch) {
      const rows = await database.all(
        'SELECT member, body FROM run_readings WHERE run = ? AND batch = ?',
        ...[run, batch],
      );
      return new Map(
        rows.flatMap(({ member, body }) => {
          const bytes = bytesOf(body);
          return bytes === null ? [] : [[memberId(String(member)), bytes] as const];
        }),
      );
    },
    async readMembers(run, batch) {
      const rows = await database.all(
        'SELECT member FROM run_readings WHERE run = ? AND batch = ?',
        run,
        batch,
      );
      return new Set(rows.map(({ member }) => memberId(String(member))));
    },
    keepSlice: (run, slice) =>
      database.transaction(async (within) => {
        if (await isOpen(within, run)) await putSlice(within, run, slice);
      }),
    async slices(run) {
      const rows = await database.all('SELECT body FROM run_slices WHERE run = ? ORDER BY slice', run);
      return rows.flatMap(({ body }) => bytesOf(body) ?? []);
    },
    tree: (run, name) => ({
      async *entries() {
        const query =
          'SELECT part, body FROM run_trees WHERE run = ? AND name = ? AND part > ? ORDER BY part LIMIT 1';
        for (let after = 0; ; ) {
          const row = await database.get(query, run, name, after);
          if (row === undefined) return;
          yield unpackEntries(row['body']);
          after = Number(row['part']);
        }
      },
      abandon: () => database.run('DELETE FROM run_trees WHERE run = ? AND name = ?', run, name),
      // It stands there.
      park: async () => {},
    }),
    end: (run, documents) =>
      database.transaction(async (within) => {
        for (const table of WORK_TABLES) await within.run(`DELETE FROM ${table} WHERE run = ?`, run);
        for (const [name, body] of documents) await put(within, run, name, body);
      }),
  };
}

/** Erases what is kept of every run: one that is under way is begun anew. */
export async function clearWork(within: Queryable): Promise<void> {
  for (const table of WORK_TABLES) await within.run(`DELETE FROM ${table}`);
}

async function isOpen(database: Queryable, run: RunId): Promise<boolean> {
  const row = await database.get(
    `SELECT 1 AS one FROM runs WHERE id = ? AND status = 'running'
       AND EXISTS (SELECT 1 FROM run_work WHERE run_work.run = runs.id)`,
    run,
  );
  return row !== undefined;
}

function insertReading(within: Queryable, run: RunId, { batch, member, body }: KeptReading): Promise<void> {
  return within.run(
    `INSERT INTO run_readings (run, batch, member, body) VALUES (?, ?, ?, ?)
     ON CONFLICT (run, batch, member) DO UPDATE SET body = excluded.body`,
    ...[run, batch, member, body],
  );
}

function putSlice(
  within: Queryable,
  run: RunId,
  { slice, body }: { readonly slice: string; readonly body: Uint8Array },
): Promise<void> {
  return within.run(
    `INSERT INTO run_slices (run, slice, body) VALUES (?, ?, ?)
     ON CONFLICT (run, slice) DO UPDATE SET body = excluded.body`,
    ...[run, slice, body],
  );
}

function bytesOf(value: unknown): Uint8Array | null {
  return value instanceof Uint8Array ? value : null;
}
