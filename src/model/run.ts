import type { UtcMs } from './units.ts';

/** Of whom a run was to be: all members, or those that `--member` named. */
export const RUN_SCOPES = ['all', 'members'] as const;
export type RunScope = (typeof RUN_SCOPES)[number];

/** How a run ended; see "run" in docs/result.md. */
export const RUN_STATUSES = ['complete', 'partial', 'interrupted', 'failed'] as const;
export type EndStatus = (typeof RUN_STATUSES)[number];
/** The same as stored: a run that was killed stays "running" until the next one starts. */
export type RunStatus = EndStatus | 'running';

/** What decides for what a run may be used. */
export interface RunKind {
  readonly scope: RunScope;
  readonly status: RunStatus;
}

const EVERY_END: readonly RunStatus[] = RUN_STATUSES;
const OF_ALL: readonly RunScope[] = ['all'];
const FINISHED: readonly RunStatus[] = ['complete', 'partial'];

/**
 * For what runs are used, and which may be: the one place that decides it. docs/result.md shows it as a table.
 * A run of named members, or one that was interrupted, knows too little of the others to stand beside a run of all.
 */
export const RUN_USES = {
  /** Shown where a run is named by its number: `report --run`. */
  named: { scopes: RUN_SCOPES, statuses: EVERY_END },
  /** Shown, and exported, where none is named: `report`, `history`, `report --preview`. */
  latest: { scopes: OF_ALL, statuses: FINISHED },
  /** Compared against: figures "since the last run", trends, `new`, `open`, `fixed` and `since` of findings, growth. */
  compared: { scopes: OF_ALL, statuses: FINISHED },
  /** Mailed and posted: to members and to admins. */
  sent: { scopes: OF_ALL, statuses: FINISHED },
  /** Mailed to one address as a test: `run --to`. */
  tested: { scopes: RUN_SCOPES, statuses: FINISHED },
  /** Counted by `history --check` as the run of its month. */
  done: { scopes: OF_ALL, statuses: FINISHED },
  /** Counted for `server.fullEvery`: the turn to read everything anew. */
  reread: { scopes: OF_ALL, statuses: FINISHED },
  /** Proof that this machine's clock was past its start. */
  clock: { scopes: RUN_SCOPES, statuses: ['complete', 'partial', 'interrupted'] },
} as const satisfies Readonly<
  Record<string, { readonly scopes: readonly RunScope[]; readonly statuses: readonly RunStatus[] }>
>;
export type RunUse = keyof typeof RUN_USES;

/** Whether a run left a result: one that is running, or was killed, has none to show. */
export function hasResult({ finishedAt }: { readonly finishedAt: UtcMs | null }): boolean {
  return finishedAt !== null;
}

/** Whether a run of this kind may be used for that. */
export function mayBeUsed({ scope, status }: RunKind, use: RunUse): boolean {
  const { scopes, statuses }: { scopes: readonly RunScope[]; statuses: readonly RunStatus[] } = RUN_USES[use];
  return scopes.includes(scope) && statuses.includes(status);
}
