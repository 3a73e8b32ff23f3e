import { type MemberId, type RunId, runId } from '../../model/ids.ts';
import { mayBeUsed, RUN_SCOPES, RUN_STATUSES, type RunScope, type RunStatus } from '../../model/run.ts';
import type { Bytes, UtcMs } from '../../model/units.ts';
import type { Database, Queryable, Row } from '../database/database.ts';
import { assertReadable, type NoteOdd, readRow } from '../database/rows.ts';
import { FIGURE } from '../database/shapes.ts';
import type { RunOutcome, RunRow, RunStore } from '../store.ts';
import { everJudged, latestJudged } from './latest-judged.ts';
import { judgedBy, noteOfRun, packJudged, packResult, unpackResult } from './packed.ts';

/**
 * Runs with their results, what was judged, and the figures per member.
 * @param leaveOut takes out of what a run stores who left meanwhile; called within the transaction.
 */
export function runStore(
  database: Database,
  leaveOut: (outcome: RunOutcome, within: Queryable) => Promise<RunOutcome>,
): RunStore {
  return {
    async start(startedAt) {
      // One run at a time: what still counts as running was killed.
      await database.run("UPDATE runs SET status = 'failed' WHERE status = 'running'");
      const row = await database.get(
        "INSERT INTO runs (started_at, status) VALUES (?, 'running') RETURNING id",
        startedAt,
      );
      return runId(Number(row?.['id']));
    },
    finish: (run, result, judged) =>
      database.transaction(async (within) => {
        const left = await leaveOut({ result, judged }, within);
        await finish(within, run, left);
        return left.result;
      }),
    async fail(run, result, finishedAt) {
      await database.run(
        "UPDATE runs SET status = 'failed', scope = ?, finished_at = ?, result = ? WHERE id = ?",
        result?.run.scope ?? 'all',
        finishedAt,
        result === null ? null : packResult(result),
        run,
      );
    },
    async result(run) {
      const packed = (await database.get('SELECT result FROM runs WHERE id = ?', run))?.['result'] ?? null;
      return packed === null ? null : unpackResult(packed, noteOfRun(database.noteOdd, run));
    },
    list: () => rowsOf(database),
    latestJudged: async (run) => latestJudged(database, await comparedBefore(database, run)),
    everJudged: async (run) => everJudged(database, await comparedBefore(database, run)),
    usageHistory: () => usageHistory(database),
  };
}

async function finish(within: Queryable, run: RunId, { result, judged }: RunOutcome): Promise<void> {
  const at = Date.parse(result.run.startedAt);
  const figures = result.members.flatMap(({ id, usage: { bytes } }) =>
    bytes === null ? [] : [{ member: id, at, bytes }],
  );
  assertReadable('The result of this run', figures, FIGURE);
  await within.run(
    'UPDATE runs SET status = ?, scope = ?, finished_at = ?, result = ?, judged = ? WHERE id = ?',
    result.run.status,
    result.run.scope,
    Date.parse(result.run.finishedAt),
    packResult(result),
    packJudged(judgedBy(judged)),
    run,
  );
  await within.run('DELETE FROM figures WHERE run = ?', run);
  await within.runEach(
    'INSERT INTO figures (run, member, at, bytes) VALUES (?, ?, ?, ?)',
    figures.map(({ member, bytes }) => [run, member, at, bytes]),
  );
}

/** Newest first. */
async function comparedBefore(database: Database, run: RunId): Promise<readonly RunId[]> {
  return (await rowsOf(database)).flatMap((row) =>
    row.id < run && mayBeUsed(row, 'compared') ? [row.id] : [],
  );
}

/** Newest first. */
async function rowsOf(database: Database): Promise<readonly RunRow[]> {
  return (
    await database.all('SELECT id, started_at, finished_at, status, scope FROM runs ORDER BY id DESC')
  ).map((row) => runRowOf(row, database.noteOdd));
}

async function usageHistory(database: Database) {
  const compared = new Set(
    (await rowsOf(database)).flatMap((row) => (mayBeUsed(row, 'compared') ? [row.id] : [])),
  );
  const history = new Map<MemberId, { readonly at: UtcMs; readonly bytes: Bytes }[]>();
  for (const { run, ...row } of await database.all(
    'SELECT run, member, at, bytes FROM figures ORDER BY at',
  )) {
    if (!compared.has(runId(Number(run)))) continue;
    const figure = readRow(row, FIGURE, database.noteOdd);
    if (figure === null) continue;
    const points = history.get(figure.member) ?? [];
    points.push({ at: figure.at, bytes: figure.bytes });
    history.set(figure.member, points);
  }
  return history;
}

const STATUSES: readonly RunStatus[] = [...RUN_STATUSES, 'running'];
const SCOPES: readonly RunScope[] = RUN_SCOPES;

/** Where no version of ours wrote what stands there, the run counts as one that may be used for the least. */
function runRowOf(row: Row, note: NoteOdd): RunRow {
  const status = STATUSES.find((one) => one === row['status']);
  const scope = SCOPES.find((one) => one === row['scope']);
  const odd = [...(status === undefined ? ['status'] : []), ...(scope === undefined ? ['scope'] : [])];
  if (odd.length > 0) note({ what: 'run', name: String(row['id']), fields: odd, isLeftOut: false });
  return {
    id: runId(Number(row['id'])),
    startedAt: Number(row['started_at']),
    finishedAt: row['finished_at'] === null ? null : Number(row['finished_at']),
    status: status ?? 'failed',
    scope: scope ?? 'members',
  };
}
