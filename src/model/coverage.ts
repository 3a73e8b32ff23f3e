import type { TreePath } from './path/path.ts';
import type { Reasons } from './reasons/reason.ts';

export const COVERAGE_STATUSES = [
  'read',
  'unchanged',
  'partial',
  'not-granted',
  'disabled',
  'failed',
] as const;
export type CoverageStatus = (typeof COVERAGE_STATUSES)[number];

/** The same as views show it: whom an interrupted run did not reach has not failed. */
export const SHOWN_STATUSES = [...COVERAGE_STATUSES, 'not-reached'] as const;
export type ShownStatus = (typeof SHOWN_STATUSES)[number];

export const STRATEGIES = ['search', 'infinity', 'walk', 'none'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** By which right a member is read: an app password of their own, or the registration with AppAPI. */
export const RIGHTS = ['own', 'appapi'] as const;
export type Right = (typeof RIGHTS)[number];

/** What was read of a member, and what was not. */
export interface Coverage {
  readonly status: CoverageStatus;
  /** What is missing; none where nothing is. */
  readonly reasons: Reasons;
  readonly strategy: Strategy;
  /** HTTP requests sent for this member. */
  readonly requests: number;
  /** The topmost folders that could not be read or that the server has not scanned. */
  readonly unreadable: readonly TreePath[];
}
