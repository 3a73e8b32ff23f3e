import { readSummary, summaryOf } from '../../model/fleet/run-summary.ts';
import { type MemberId, type RunId, runId } from '../../model/ids.ts';
import { derived } from '../../model/lists/derived.ts';
import { mayBeUsed, RUN_SCOPES, RUN_STATUSES, type RunScope, type RunStatus } from '../../model/run.ts';
import type { Bytes, UtcMs } from '../../model/units.ts';
import type { Database, Queryable, Row } from '../database/database.ts';
import { assertReadable, type NoteOdd, readRow } from '../database/rows.ts';
import { FIGURE } from '../database/shapes.ts';
import type { RunOutcome, RunRow, RunStore } from '../store.ts';
import { readHead, readPieces, readStored, writeResult } from './documents.ts';
import { earlierRuns } from './earlier-runs.ts';
import { judgedMembers, packJudged } from './judged-members.ts';

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
      // One run at a time: what still counts as running was killed, unless it is done in stages and waits for the next.
      await database.run(
        "UPDATE runs SET status = 'failed' WHERE status = 'running' AND NOT EXISTS (SELECT 1 FROM run_work WHERE run_work.run = runs.id)",
      );
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
    fail: (run, result, finishedAt) =>
      database.transaction(async (within) => {
        await within.run(
          "UPDATE runs SET status = 'failed', scope = ?, finished_at = ?, summary = ? WHERE id = ?",
          result?.run.scope ?? 'all',
          finishedAt,
          result === null ? null : JSON.stringify(summaryOf(result)),
          run,
        );
        if (result !== null) await writeResult(within, run, result);
      }),
    result: (run) => readStored(database, run),
    head: (run) => readHead(database, run),
    pieces: (run) => readPieces(database, run),
    async summary(run) {
      const text = (await database.get('SELECT summary FROM runs WHERE id = ?', run))?.['summary'] ?? null;
      if (text !== null) return readSummary(String(text));
      const result = await readStored(database, run);
      return result === null ? null : summaryOf(result);
    },
    list: () => rowsOf(database),
    earlier: async (run) => earlierRuns(database, await comparedBefore(database, run)),
    usageHistory: (members) => usageHistory(database, members),
  };
}

async function finish(within: Queryable, run: RunId, { result, judged }: RunOutcome): Promise<void> {
  const at = Date.parse(result.run.startedAt);
  const figures = derived(result.members, ({ id, usage: { bytes } }) =>
    bytes === null ? [] : [{ member: id, at, bytes }],
  );
  assertReadable('The result of this run', figures, FIGURE);
  await writeResult(within, run, result);
  await within.run(
    'UPDATE runs SET status = ?, scope = ?, finished_at = ?, judged = ?, summary = ? WHERE id = ?',
    result.run.status,
    result.run.scope,
    Date.parse(result.run.finishedAt),
    packJudged(judgedMembers(judged)),
    JSON.stringify(summaryOf(result)),
    run,
  );
  await within.run('DELETE FROM figures WHERE run = ?', run);
  await within.runEach(
    'INSERT INTO figures (run, member, at, bytes) VALUES (?, ?, ?, ?)',
    derived(figures, ({ member, bytes }) => [[run, member, at, bytes]]),
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

/** Maximum number of members that one statement asks for. */
const ASKED_AT_ONCE = 100;

async function usageHistory(database: Database, members: readonly MemberId[]) {
  const compared = new Set(
    (await rowsOf(database)).flatMap((row) => (mayBeUsed(row, 'compared') ? [row.id] : [])),
  );
  const history = new Map<MemberId, { readonly at: UtcMs; readonly bytes: Bytes }[]>();
  for (let from = 0; from < members.length; from += ASKED_AT_ONCE) {
    const some = members.slice(from, from + ASKED_AT_ONCE);
    const places = some.map(() => '?').join(', ');
    for (const { run, ...row } of await database.all(
      `SELECT run, member, at, bytes FROM figures WHERE member IN (${places}) ORDER BY at`,
      ...some,
    )) {
      if (!compared.has(runId(Number(run)))) continue;
      const figure = readRow(row, FIGURE, database.noteOdd);
      if (figure === null) continue;
      const points = history.get(figure.member) ?? [];
      points.push({ at: figure.at, bytes: figure.bytes });
      history.set(figure.member, points);
    }
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
