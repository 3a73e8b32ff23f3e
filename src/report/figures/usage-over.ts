import type { RunResult } from '../../model/result.ts';
import type { UsageAt } from '../input.ts';

/** Gathers each member's use, run by run, the oldest first. */
export interface UsageOver {
  /** Only a run that read the whole tree counts for a member: what the server tells is counted otherwise. */
  see(result: Pick<RunResult, 'run' | 'members'>): void;
  readonly byMember: ReadonlyMap<string, readonly UsageAt[]>;
}

export function usageOver(): UsageOver {
  const byMember = new Map<string, UsageAt[]>();
  return {
    see({ run, members }) {
      for (const { id, usage } of members) {
        if (usage.bytes === null || usage.source !== 'crawl') continue;
        const points = byMember.get(id) ?? [];
        points.push({ at: Date.parse(run.startedAt), bytes: usage.bytes });
        byMember.set(id, points);
      }
    },
    byMember,
  };
}
