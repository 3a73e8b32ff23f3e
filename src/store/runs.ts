import { type MemberId, memberId, type RunId, runId } from '../model/ids.ts';
import type { RunResult } from '../model/result.ts';
import type { Bytes, UtcMs } from '../model/units.ts';
import type { Database, Row } from './database.ts';
import { latestJudged } from './latest-judged.ts';
import { judgedBy, pack, unpackResult } from './packed.ts';
import type { Judged, RunRow, RunStatus, RunStore } from './store.ts';

/** Runs with their results, what was judged, and the figures per member. */
export function runStore(database: Database): RunStore {
  return {
    async start(startedAt) {
      // One run at a time: what still counts as running was killed.
      database.run("UPDATE runs SET status = 'failed' WHERE status = 'running'");
      const row = database.get(
        "INSERT INTO runs (started_at, status) VALUES (?, 'running') RETURNING id",
        startedAt,
      );
      return runId(Number(row?.['id']));
    },
    finish: async (run, result, judged) => finish(database, run, result, judged),
    async fail(run, result, finishedAt) {
      database.run(
        "UPDATE runs SET status = 'failed', finished_at = ?, result = ? WHERE id = ?",
        finishedAt,
        result === null ? null : pack(result),
        run,
      );
    },
    async result(run) {
      const packed = database.get('SELECT result FROM runs WHERE id = ?', run)?.['result'] ?? null;
      return packed === null ? null : unpackResult(packed);
    },
    list: async () =>
      database.all('SELECT id, started_at, finished_at, status FROM runs ORDER BY id DESC').map(runRowOf),
    latestJudged: async (run) => latestJudged(database, run),
    usageHistory: async () => usageHistory(database),
  };
}

function finish(database: Database, run: RunId, result: RunResult, judged: readonly Judged[]): void {
  database.transaction(() => {
    database.run(
      'UPDATE runs SET status = ?, finished_at = ?, result = ?, judged = ? WHERE id = ?',
      result.run.status,
      Date.parse(result.run.finishedAt),
      pack(result),
      pack(judgedBy(judged)),
      run,
    );
    database.run('DELETE FROM figures WHERE run = ?', run);
    const at = Date.parse(result.run.startedAt);
    database.runEach(
      'INSERT INTO figures (run, member, at, bytes) VALUES (?, ?, ?, ?)',
      result.members.flatMap(({ id, usage }) => (usage.bytes === null ? [] : [[run, id, at, usage.bytes]])),
    );
  });
}

function usageHistory(database: Database) {
  const history = new Map<MemberId, { readonly at: UtcMs; readonly bytes: Bytes }[]>();
  for (const row of database.all('SELECT member, at, bytes FROM figures ORDER BY at')) {
    const member = memberId(String(row['member']));
    const points = history.get(member) ?? [];
    points.push({ at: Number(row['at']), bytes: Number(row['bytes']) });
    history.set(member, points);
  }
  return history;
}

const STATUSES: readonly RunStatus[] = ['running', 'complete', 'partial', 'failed'];

function runRowOf(row: Row): RunRow {
  const status = STATUSES.find((one) => one === row['status']);
  if (status === undefined) throw new TypeError(`a run has the status ${String(row['status'])}`);
  return {
    id: runId(Number(row['id'])),
    startedAt: Number(row['started_at']),
    finishedAt: row['finished_at'] === null ? null : Number(row['finished_at']),
    status,
  };
}
