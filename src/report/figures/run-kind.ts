import type { ShownStatus } from '../../model/coverage.ts';
import { hasReason } from '../../model/reasons/reason.ts';
import type { ResultMember, RunResult } from '../../model/result.ts';

/** How far a member was read, to be shown. */
export function shownStatus({ coverage }: Pick<ResultMember, 'coverage'>): ShownStatus {
  const isNotReached = coverage.status === 'failed' && hasReason(coverage.reasons, ['member.not-reached']);
  return isNotReached ? 'not-reached' : coverage.status;
}

/** How many members an interrupted run did not reach, and how many failed for another reason. */
export function unreadCounts({ members }: Pick<RunResult, 'members'>): {
  readonly notReached: number;
  readonly failed: number;
} {
  const count = (status: ShownStatus) => members.filter((member) => shownStatus(member) === status).length;
  return { notReached: count('not-reached'), failed: count('failed') };
}

/** Whether a run had the list of members: one that broke off before does not even know how many there are. */
export function knowsMembers({ run, members }: Pick<RunResult, 'run' | 'members'>): boolean {
  return members.length > 0 || run.status === 'complete' || run.status === 'partial';
}

const MOST_NAMED = 3;

/** Why a run does not stand for all members, to be shown as its title; empty where it does. */
export type RunLimit =
  | { readonly kind: 'members'; readonly n: number; readonly who: string }
  | { readonly kind: 'interrupted'; readonly read: number; readonly notReached: number }
  | { readonly kind: 'interrupted-first' }
  | { readonly kind: 'failed' };

export function runLimits(result: RunResult): readonly RunLimit[] {
  const { run, members, coverage } = result;
  const names = members.slice(0, MOST_NAMED).map(({ id }) => id);
  const who = `${names.join(', ')}${members.length > MOST_NAMED ? ', …' : ''}`;
  const { notReached } = unreadCounts(result);
  return [
    ...(run.scope === 'members' ? [{ kind: 'members', n: members.length, who } as const] : []),
    ...(run.status === 'interrupted'
      ? [
          knowsMembers(result)
            ? ({ kind: 'interrupted', read: coverage.read + coverage.unchanged, notReached } as const)
            : ({ kind: 'interrupted-first' } as const),
        ]
      : []),
    ...(run.status === 'failed' ? [{ kind: 'failed' } as const] : []),
  ];
}
