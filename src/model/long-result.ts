import type { ResultFinding, ResultMember, ResultShare, RunResult } from './result.ts';

/** The lists of a result that grow with the members. */
export const LONG_LISTS = ['members', 'shares', 'findings'] as const;
export type LongList = (typeof LONG_LISTS)[number];

/** A result without its long lists. */
export type ResultHead = Omit<RunResult, LongList>;

/** A result whose long lists may be iterated as often as one likes, and need not be in the memory as a whole. */
export interface LongResult extends ResultHead {
  readonly members: Iterable<ResultMember>;
  readonly shares: Iterable<ResultShare>;
  readonly findings: Iterable<ResultFinding>;
}

/** The same in the memory, to be used as one document. */
export function wholeResult(result: LongResult): RunResult {
  return {
    ...result,
    members: [...result.members],
    shares: [...result.shares],
    findings: [...result.findings],
  };
}

/** A stored result that need not be in the memory as a whole: its long lists come some hundred rows at a time, as often as one asks. */
export interface ResultPieces {
  readonly head: ResultHead;
  readonly members: AsyncIterable<readonly ResultMember[]>;
  readonly shares: AsyncIterable<readonly ResultShare[]>;
}
