import type { InstanceName, RunId } from '../ids.ts';
import type { RunStatus } from '../run.ts';
import type { UtcMs } from '../units.ts';
import type { RunSummary } from './run-summary.ts';

/** What a host should look at; nothing of it names a member. */
export type Trouble =
  /** The config, the key or the store cannot be used; `message` says why. */
  | { readonly kind: 'config' | 'key' | 'store'; readonly message: string }
  /** The latest run failed: the server was away, or refused. */
  | { readonly kind: 'run-failed'; readonly run: RunId }
  /** A worker could not do it, as where the config's credentials are refused; the log says why. */
  | { readonly kind: 'not-done'; readonly purpose: string; readonly at: UtcMs }
  /** A job was given up after all its tries. */
  | { readonly kind: 'job-failed'; readonly job: string; readonly tries: number }
  /** A job waits for a worker for hours. */
  | { readonly kind: 'waiting'; readonly since: UtcMs }
  | { readonly kind: 'mails'; readonly refused: number; readonly waiting: number }
  /** Mails wait until somebody releases them. */
  | { readonly kind: 'mails-held'; readonly held: number }
  /** A run was begun, and nothing goes on with it. */
  | { readonly kind: 'run-stuck'; readonly run: RunId };

/** Mails of the latest period, by how they stand; those held are of the latest sending. */
export interface MailCounts {
  readonly period: string;
  readonly sent: number;
  readonly waiting: number;
  readonly refused: number;
  /** Not queued: the instance's admin is to release them, as the first mails to members. */
  readonly held: number;
}

/** One Nextcloud as its host sees it. */
export interface InstanceStatus {
  readonly name: InstanceName;
  readonly state: 'well' | 'trouble' | 'paused' | 'new';
  readonly troubles: readonly Trouble[];
  readonly pausedAt: UtcMs | null;
  /** Whether a worker is with it now. */
  readonly isRunning: boolean;
  readonly lastRun: {
    readonly id: RunId;
    readonly status: RunStatus;
    readonly startedAt: UtcMs;
    readonly finishedAt: UtcMs | null;
  } | null;
  /** Of the latest run that read all members as far as it could; null where there is none. */
  readonly summary: RunSummary | null;
  readonly mails: MailCounts | null;
}

export interface FleetStatus {
  readonly at: UtcMs;
  readonly instances: readonly InstanceStatus[];
  /** Jobs that wait for a worker and are due. */
  readonly due: number;
}
