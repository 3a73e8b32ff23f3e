import type { RunResult } from '../../model/result.ts';
import type { Bytes } from '../../model/units.ts';
import { sumOfKnown } from './run-point.ts';

/** The collective spaces of a run, summed. */
export interface SpaceTotals {
  readonly number: number;
  /** As far as known; null where nothing is known of any. */
  readonly bytes: Bytes | null;
  /** Those that were not read whole. */
  readonly unread: number;
}

/** What the collective spaces hold together; null where there are none. */
export function spaceTotals({ spaces }: Pick<RunResult, 'spaces'>): SpaceTotals | null {
  if (spaces.length === 0) return null;
  const whole = spaces.filter(
    ({ coverage }) => coverage.status === 'read' || coverage.status === 'unchanged',
  );
  return {
    number: spaces.length,
    bytes: sumOfKnown(spaces.map(({ bytes }) => bytes)),
    unread: spaces.length - whole.length,
  };
}
