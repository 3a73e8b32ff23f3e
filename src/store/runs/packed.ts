import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { OddRecord } from '../../model/odd-record.ts';
import type { ResultFinding, RunResult } from '../../model/result.ts';
import { type NoteOdd, readRow } from '../database/rows.ts';
import type { Judged } from '../store.ts';
import { assertResultReadable, FINDING, readResult } from './stored-result.ts';

/** By check: the members (the server as '') that a run judged wholly, and those it judged in part. */
const JudgedBy = z.record(z.string(), z.object({ whole: z.array(z.string()), part: z.array(z.string()) }));
export type JudgedBy = z.infer<typeof JudgedBy>;

/**
 * JSON as the store keeps it: zipped to about a tenth, for every run is kept for years.
 * @throws {PartialError} when something of it could not be read again.
 */
export function packResult(result: RunResult): Uint8Array {
  assertResultReadable(result);
  return gzipSync(JSON.stringify(result));
}

export function packJudged(judged: JudgedBy): Uint8Array {
  return gzipSync(JSON.stringify(judged));
}

/** Null where the run cannot be read at all. */
export function unpackResult(packed: unknown, note: NoteOdd): RunResult | null {
  const stored = unpack(packed, note);
  return stored === null ? null : readResult(stored, note);
}

const Findings = z.object({ findings: z.array(z.unknown()) });

/** The findings of a run, one checked after the other: of thousands all at once there would be two in memory. */
export function* unpackFindings(packed: unknown, note: NoteOdd): Generator<ResultFinding> {
  const read = Findings.safeParse(unpack(packed, note));
  if (!read.success) return;
  const { findings } = read.data;
  for (const [at, stored] of findings.entries()) {
    findings[at] = null;
    const finding = readRow(stored, FINDING, note);
    if (finding !== null) yield finding;
  }
}

/** Nobody where it cannot be read: then the run says nothing of what was there before. */
export function unpackJudged(packed: unknown, note: NoteOdd): JudgedBy {
  const read = JudgedBy.safeParse(unpack(packed, note));
  return read.success ? read.data : {};
}

/** Notes of which run something cannot be read. */
export function noteOfRun(note: NoteOdd, run: number): NoteOdd {
  return (odd) => note({ ...odd, what: `run ${run}, ${odd.what}` });
}

function unpack(packed: unknown, note: NoteOdd): unknown {
  try {
    if (packed instanceof Uint8Array) return JSON.parse(gunzipSync(packed).toString('utf8'));
  } catch {
    // Neither zipped nor JSON: said below.
  }
  note(UNPACKABLE);
  return null;
}

const UNPACKABLE: OddRecord = { what: 'document', name: 'result', fields: ['all of it'], isLeftOut: true };

export function judgedBy(judged: readonly Judged[]): JudgedBy {
  const by = new Map<string, JudgedBy[string]>();
  for (const { check, member, extent } of judged) {
    const members = by.get(check) ?? { whole: [], part: [] };
    members[extent].push(member ?? '');
    by.set(check, members);
  }
  return Object.fromEntries(by);
}
