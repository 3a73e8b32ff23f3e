import type { RunId } from '../model/ids.ts';
import type { ResultFinding } from '../model/result.ts';
import type { Database } from './database.ts';
import { unpackJudged, unpackResult } from './packed.ts';

/** From which runs the findings of one check and member count: back to the last that judged them wholly. */
interface Sources {
  readonly runs: number[];
  closed: boolean;
}

/** What stood, by check and member, before a run; see `RunStore.latestJudged`. */
export function latestJudged(
  database: Database,
  before: RunId,
): ReadonlyMap<string, readonly ResultFinding[]> {
  const sources = sourcesOf(database, before);
  const found = new Map([...sources.keys()].map((key) => [key, new Map<string, ResultFinding>()]));
  const runs = new Set([...sources.values()].flatMap((source) => source.runs));
  // The oldest first: the later word on a finding stands.
  for (const run of [...runs].sort((a, b) => a - b)) {
    for (const finding of findingsOf(database, run)) {
      const key = keyOf(finding, sources);
      if (finding.state === 'fixed' || sources.get(key)?.runs.includes(run) !== true) continue;
      found.get(key)?.set(finding.fingerprint, finding);
    }
  }
  return new Map([...found].map(([key, findings]) => [key, [...findings.values()]]));
}

/** A check of the server may find something about a person; it was judged for the server all the same. */
function keyOf({ check, member }: ResultFinding, sources: ReadonlyMap<string, Sources>): string {
  const key = `${check}\n${member ?? ''}`;
  return sources.has(key) ? key : `${check}\n`;
}

function sourcesOf(database: Database, before: RunId): ReadonlyMap<string, Sources> {
  const sources = new Map<string, Sources>();
  const note = (run: number, key: string, closes: boolean) => {
    const source = sources.get(key) ?? { runs: [], closed: false };
    sources.set(key, source);
    if (source.closed) return;
    source.runs.push(run);
    source.closed = closes;
  };
  for (const row of database.all(
    "SELECT id, judged FROM runs WHERE id < ? AND status IN ('complete', 'partial') ORDER BY id DESC",
    before,
  )) {
    for (const [check, { whole, part }] of Object.entries(unpackJudged(row['judged']))) {
      for (const member of whole) note(Number(row['id']), `${check}\n${member}`, true);
      for (const member of part) note(Number(row['id']), `${check}\n${member}`, false);
    }
  }
  return sources;
}

function findingsOf(database: Database, run: number): readonly ResultFinding[] {
  const packed = database.get('SELECT result FROM runs WHERE id = ?', run)?.['result'];
  return unpackResult(packed).findings;
}
