import type { TreePath } from './path.ts';

export const COVERAGE_STATUSES = [
  'read',
  'unchanged',
  'partial',
  'not-granted',
  'disabled',
  'failed',
] as const;
export type CoverageStatus = (typeof COVERAGE_STATUSES)[number];

export const STRATEGIES = ['search', 'infinity', 'walk', 'none'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** What was read of a member, and what was not. */
export interface Coverage {
  readonly status: CoverageStatus;
  /** One English sentence, translated by the views; null when nothing is missing. */
  readonly reason: string | null;
  readonly strategy: Strategy;
  /** HTTP requests sent for this member. */
  readonly requests: number;
  /** The topmost folders that could not be read or that the server has not scanned. */
  readonly unreadable: readonly TreePath[];
}
