import type { ResultMember, RunResult } from '../../model/result.ts';
import { isRead } from './coverage-marks.ts';

/**
 * Whom every count and total of a run is about: all accounts but the disabled ones. "37 of 37 members read" and the sum
 * of what they use speak of the same people; tables that list disabled accounts too call their rows accounts.
 */
export function countedMembers({ members }: Pick<RunResult, 'members'>): readonly ResultMember[] {
  return members.filter(isCounted);
}

/** Whether an account counts as a member. */
export function isCounted({ coverage }: Pick<ResultMember, 'coverage'>): boolean {
  return coverage.status !== 'disabled';
}

/** A number about one member: of whoever was not read whole, nothing found is nothing known. */
export function ifKnown(number: number, { coverage }: Pick<ResultMember, 'coverage'>): number | null {
  return number === 0 && !isRead(coverage.status) ? null : number;
}
