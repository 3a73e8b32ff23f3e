import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { RunResult } from '../model/result.ts';
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
