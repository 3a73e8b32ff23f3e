import type { RunResult } from '../model/result.ts';
import type { UsagePoint } from './input.ts';

/** Each member's use in the runs that read the whole tree: what the server tells is counted otherwise. */
export function usageOver(results: readonly RunResult[]): ReadonlyMap<string, readonly UsagePoint[]> {
  const usage = new Map<string, UsagePoint[]>();
  for (const { run, members } of results) {
    for (const { id, usage: own } of members) {
      if (own.bytes === null || own.source !== 'crawl') continue;
      const points = usage.get(id) ?? [];
      points.push({ at: Date.parse(run.startedAt), bytes: own.bytes });
      usage.set(id, points);
    }
  }
  return usage;
}
