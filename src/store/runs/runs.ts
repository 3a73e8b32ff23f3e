import { type MemberId, type RunId, runId } from '../../model/ids.ts';
import type { RunResult } from '../../model/result.ts';
import type { Bytes, UtcMs } from '../../model/units.ts';
import type { Database, Row } from '../database/database.ts';
import { assertReadable, type NoteOdd, readRow } from '../database/rows.ts';
import { FIGURE } from '../database/shapes.ts';
import type { Judged, RunRow, RunStatus, RunStore } from '../store.ts';
import { latestJudged } from './latest-judged.ts';
import { judgedBy, noteOfRun, packJudged, packResult, unpackResult } from './packed.ts';

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
        result === null ? null : packResult(result),
        run,
      );
    },
    async result(run) {
      const packed = database.get('SELECT result FROM runs WHERE id = ?', run)?.['result'] ?? null;
      return packed === null ? null : unpackResult(packed, noteOfRun(database.noteOdd, run));
    },
    list: async () =>
      database
        .all('SELECT id, started_at, finished_at, status FROM runs ORDER BY id DESC')
        .map((row) => runRowOf(row, database.noteOdd)),
    latestJudged: async (run) => latestJudged(database, run),
    usageHistory: async () => usageHistory(database),
  };
}

function finish(database: Database, run: RunId, result: RunResult, judged: readonly Judged[]): void {
  const at = Date.parse(result.run.startedAt);
  const figures = result.members.flatMap(({ id, usage: { bytes } }) =>
    bytes === null ? [] : [{ member: id, at, bytes }],
  );
  assertReadable('The result of this run', figures, FIGURE);
  database.transaction(() => {
    database.run(
      'UPDATE runs SET status = ?, finished_at = ?, result = ?, judged = ? WHERE id = ?',
      result.run.status,
      Date.parse(result.run.finishedAt),
      packResult(result),
      packJudged(judgedBy(judged)),
      run,
    );
    database.run('DELETE FROM figures WHERE run = ?', run);
    database.runEach(
      'INSERT INTO figures (run, member, at, bytes) VALUES (?, ?, ?, ?)',
      figures.map(({ member, bytes }) => [run, member, at, bytes]),
    );
  });
}

function usageHistory(database: Database) {
  const history = new Map<MemberId, { readonly at: UtcMs; readonly bytes: Bytes }[]>();
  for (const row of database.all('SELECT member, at, bytes FROM figures ORDER BY at')) {
    const figure = readRow(row, FIGURE, database.noteOdd);
    if (figure === null) continue;
    const points = history.get(figure.member) ?? [];
    points.push({ at: figure.at, bytes: figure.bytes });
    history.set(figure.member, points);
  }
  return history;
}

const STATUSES: readonly RunStatus[] = ['running', 'complete', 'partial', 'failed'];

/** A run whose status no version of ours wrote counts as one that reached nothing. */
function runRowOf(row: Row, note: NoteOdd): RunRow {
  const status = STATUSES.find((one) => one === row['status']) ?? 'failed';
  if (status !== row['status'])
    note({ what: 'run', name: String(row['id']), fields: ['status'], isLeftOut: false });
  return {
    id: runId(Number(row['id'])),
    startedAt: Number(row['started_at']),
    finishedAt: row['finished_at'] === null ? null : Number(row['finished_at']),
    status,
  };
}
