import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { ResultFinding, RunResult } from '../model/result.ts';
import type { Judged } from './store.ts';

/** By check: the members (the server as '') that a run judged wholly, and those it judged in part. */
const JudgedBy = z.record(z.string(), z.object({ whole: z.array(z.string()), part: z.array(z.string()) }));
export type JudgedBy = z.infer<typeof JudgedBy>;

/** JSON as the store keeps it: zipped to about a tenth, for every run is kept for years. */
export function pack(value: RunResult | JudgedBy): Uint8Array {
  return gzipSync(JSON.stringify(value));
}

export function unpackResult(packed: unknown): RunResult {
  return RunResult.parse(unpack(packed));
}

const Findings = z.object({ findings: z.array(z.unknown()) });

/** The findings of a run, one checked after the other: of thousands all at once there would be two in memory. */
export function* unpackFindings(packed: unknown): Generator<ResultFinding> {
  const { findings } = Findings.parse(unpack(packed));
  for (const [at, finding] of findings.entries()) {
    findings[at] = null;
    yield ResultFinding.parse(finding);
  }
}

export function unpackJudged(packed: unknown): JudgedBy {
  return JudgedBy.parse(unpack(packed));
}

function unpack(packed: unknown): unknown {
  if (!(packed instanceof Uint8Array)) throw new TypeError('the store holds a run that is not packed');
  return JSON.parse(gunzipSync(packed).toString('utf8'));
}

export function judgedBy(judged: readonly Judged[]): JudgedBy {
  const by = new Map<string, JudgedBy[string]>();
  for (const { check, member, extent } of judged) {
    const members = by.get(check) ?? { whole: [], part: [] };
    members[extent].push(member ?? '');
    by.set(check, members);
  }
  return Object.fromEntries(by);
}
