import type { RunId } from '../../model/ids.ts';
import type { ResultFinding } from '../../model/result.ts';
import type { Database } from '../database/database.ts';
import type { NoteOdd } from '../database/rows.ts';
import { type JudgedBy, noteOfRun, unpackFindings, unpackJudged } from './packed.ts';

/** Members by check; the server is ''. */
type MembersByCheck = ReadonlyMap<string, Set<string>>;

/**
 * What stood, by check and member, after these runs; see `RunStore.latestJudged`.
 * @param runs the newest first.
 */
export async function latestJudged(
  database: Database,
  runs: readonly RunId[],
): Promise<ReadonlyMap<string, readonly ResultFinding[]>> {
  const standing = new Map<string, Map<string, ResultFinding>>();
  // Whom a later run judged wholly: what an earlier one says of them counts no more.
  const closed = new Map<string, Set<string>>();
  for (const run of runs) {
    const judged = await judgedIn(database, run, noteOfRun(database.noteOdd, run));
    const open = stillOpen(judged, closed);
    if (open.size > 0) note(await findingsOf(database, run), open, standing);
    for (const [check, { whole }] of Object.entries(judged)) addAll(closed, check, whole);
  }
  return new Map([...standing].map(([key, findings]) => [key, [...findings.values()]]));
}

/** By check and member what these runs judged; see `RunStore.everJudged`. What cannot be read `latestJudged` notes. */
export async function everJudged(database: Database, runs: readonly RunId[]): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for (const run of runs) {
    const judged = await judgedIn(database, run, () => undefined);
    for (const [check, { whole, part }] of Object.entries(judged))
      for (const member of [...whole, ...part]) keys.add(`${check}\n${member}`);
  }
  return keys;
}

async function judgedIn(database: Database, run: RunId, note: NoteOdd): Promise<JudgedBy> {
  const packed = (await database.get('SELECT judged FROM runs WHERE id = ?', run))?.['judged'];
  return unpackJudged(packed, note);
}

function stillOpen(judged: JudgedBy, closed: MembersByCheck): MembersByCheck {
  const open = new Map<string, Set<string>>();
  for (const [check, { whole, part }] of Object.entries(judged)) {
    const members = [...whole, ...part].filter((member) => closed.get(check)?.has(member) !== true);
    if (members.length > 0) open.set(check, new Set(members));
  }
  return open;
}

/** Notes what counts of an earlier run; the later word on a finding stands. */
function note(
  findings: Iterable<ResultFinding>,
  open: MembersByCheck,
  standing: Map<string, Map<string, ResultFinding>>,
): void {
  for (const finding of findings) {
    const member = judgedAs(finding, open);
    if (finding.state === 'fixed' || member === null) continue;
    const key = `${finding.check}\n${member}`;
    const known = standing.get(key) ?? new Map<string, ResultFinding>();
    standing.set(key, known);
    if (!known.has(finding.fingerprint)) known.set(finding.fingerprint, finding);
  }
}

/** A check of the server may find something about a person; it was judged for the server all the same. */
function judgedAs({ check, member }: ResultFinding, open: MembersByCheck): string | null {
  const members = open.get(check);
  if (members?.has(member ?? '') === true) return member ?? '';
  return members?.has('') === true ? '' : null;
}

function addAll(to: Map<string, Set<string>>, check: string, members: readonly string[]): void {
  const known = to.get(check);
  if (known === undefined) to.set(check, new Set(members));
  else for (const member of members) known.add(member);
}

async function findingsOf(database: Database, run: number): Promise<Iterable<ResultFinding>> {
  const packed = (await database.get('SELECT result FROM runs WHERE id = ?', run))?.['result'];
  return unpackFindings(packed, noteOfRun(database.noteOdd, run));
}
