import type { Entry } from '../../model/entry.ts';
import type { ResultMember } from '../../model/result.ts';
import type { UsageBounds } from '../../model/usage-level.ts';
import { levelOf } from '../../report/figures/usage.ts';

/** Enough that some are left beside those that other findings name. */
const MOST = 12;

type LargeFile = ResultMember['largest'][number];

/** Keeps the largest files of the entries that it sees, whatever their age. */
export function largestFiles() {
  let kept: LargeFile[] = [];
  let least = 0;
  return {
    see({ isFolder, fileId, path, size }: Entry): void {
      if (isFolder || size === 0 || (kept.length === MOST && size <= least)) return;
      const sorted = [...kept, { fileId, path, bytes: size }].sort((a, b) => b.bytes - a.bytes);
      kept = sorted.slice(0, MOST);
      least = kept.at(-1)?.bytes ?? 0;
    },
    /** The largest first. */
    largest: () => kept,
  };
}

/** Whether the result keeps them: only of whose space is filling, of no other member is there a use for them. */
export function keepsLargest(member: Pick<ResultMember, 'usage'>, bounds: UsageBounds): boolean {
  const level = levelOf(member, bounds);
  return level !== null && level !== 'calm';
}
