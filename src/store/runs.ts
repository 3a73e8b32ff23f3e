import { type MemberId, memberId, type RunId, runId } from '../model/ids.ts';
import { ResultFinding, RunResult } from '../model/result.ts';
import type { Bytes, UtcMs } from '../model/units.ts';
import type { Database, Row } from './database.ts';
import type { Judged, RunRow, RunStatus, RunStore } from './store.ts';

/** Runs with their results, what was judged, and the figures per member. */
export function runStore(database: Database): RunStore {
  return {
    async start(startedAt) {
      database.run("INSERT INTO runs (started_at, status) VALUES (?, 'running')", startedAt);
      return runId(Number(database.get('SELECT MAX(id) AS id FROM runs')?.['id']));
    },
    finish: async (run, result, judged) => finish(database, run, result, judged),
    async fail(run, result, finishedAt) {
      const text = result === null ? null : JSON.stringify(result);
      database.run(
        "UPDATE runs SET status = 'failed', finished_at = ?, result = ? WHERE id = ?",
        finishedAt,
        text,
        run,
      );
    },
    async result(run) {
      const text = database.get('SELECT result FROM runs WHERE id = ?', run)?.['result'];
      return typeof text === 'string' ? RunResult.parse(JSON.parse(text)) : null;
    },
    list: async () =>
      database.all('SELECT id, started_at, finished_at, status FROM runs ORDER BY id DESC').map(runRowOf),
    latestJudged: async (run) => latestJudged(database, run),
    usageHistory: async () => usageHistory(database),
  };
}

function finish(database: Database, run: RunId, result: RunResult, judged: readonly Judged[]): void {
  const keys = new Set(judged.map(({ check, member }) => `${check}\n${member ?? ''}`));
  database.transaction(() => {
    database.run(
      'UPDATE runs SET status = ?, finished_at = ?, result = ? WHERE id = ?',
      result.run.status,
      Date.parse(result.run.finishedAt),
      JSON.stringify(result),
      run,
    );
    database.runEach(
      'INSERT INTO judged (check_id, member, run, extent) VALUES (?, ?, ?, ?)',
      judged.map(({ check, member, extent }) => [check, member ?? '', run, extent]),
    );
    database.runEach(
      'INSERT INTO findings (run, check_id, judged_member, member, state, body) VALUES (?, ?, ?, ?, ?, ?)',
      result.findings.map((finding) => {
        const { check, member, state } = finding;
        // A check of the server may find something about a person; it was judged for the server all the same.
        const judgedMember = keys.has(`${check}\n${member ?? ''}`) ? (member ?? '') : '';
        return [run, check, judgedMember, member, state, JSON.stringify(finding)];
      }),
    );
    const at = Date.parse(result.run.startedAt);
    database.runEach(
      'INSERT INTO figures (run, member, at, bytes) VALUES (?, ?, ?, ?)',
      result.members.flatMap(({ id, usage }) => (usage.bytes === null ? [] : [[run, id, at, usage.bytes]])),
    );
  });
}

/** Since the last run that judged a pair wholly: what stood then, and what was found in part since. */
const LATEST = `
  WITH whole AS (
    SELECT check_id, member, MAX(run) AS run FROM judged WHERE extent = 'whole' AND run < ?1 GROUP BY check_id, member
  )
  SELECT j.check_id, j.member, f.body
  FROM judged j
  LEFT JOIN whole w ON w.check_id = j.check_id AND w.member = j.member
  LEFT JOIN findings f ON f.run = j.run AND f.check_id = j.check_id AND f.judged_member = j.member AND f.state <> 'fixed'
  WHERE j.run < ?1 AND j.run >= COALESCE(w.run, 0)
  ORDER BY j.run`;

function latestJudged(database: Database, run: RunId): ReadonlyMap<string, readonly ResultFinding[]> {
  const found = new Map<string, Map<string, ResultFinding>>();
  for (const row of database.all(LATEST, run)) {
    const key = `${String(row['check_id'])}\n${String(row['member'])}`;
    const findings = found.get(key) ?? new Map<string, ResultFinding>();
    found.set(key, findings);
    if (typeof row['body'] !== 'string') continue;
    const finding = ResultFinding.parse(JSON.parse(row['body']));
    findings.set(finding.fingerprint, finding);
  }
  return new Map([...found].map(([key, findings]) => [key, [...findings.values()]]));
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
