import type { RunSummary } from '../model/fleet/run-summary.ts';
import type { MemberId, RunId } from '../model/ids.ts';
import type { LongResult, ResultHead, ResultPieces } from '../model/long-result.ts';
import type { OddRecord } from '../model/odd-record.ts';
import type { ResultFinding, RunResult } from '../model/result.ts';
import type { RunKind } from '../model/run.ts';
import type { Bytes, UtcMs } from '../model/units.ts';
import type { Queryable } from './database/database.ts';
import type { OutboxStore } from './delivery.ts';
import type { MemberStore } from './member-store.ts';
import type { PortalStore } from './portal/portal-store.ts';
import type { RegisterStore } from './register/register-store.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import type { SpaceStore } from './space-store.ts';
import type { WorkStore } from './work-store.ts';

export type { Queryable, TakeBack } from './database/database.ts';
export type { Delivery, HeldMail, OutboxStore } from './delivery.ts';
export type { Absence, MemberRow, MemberStore } from './member-store.ts';
export type {
  Snapshot,
  SnapshotStore,
  SnapshotWriter,
  UploadNote,
  UploadNotes,
} from './snapshot-store.ts';
export type { KeptSlice, PartialTree, WorkStore } from './work-store.ts';

/**
 * What menage remembers. Asynchronous and small on purpose: the SQLite file of today may become a PostgreSQL
 * server, so nothing but `atomically` hands out statements or a transaction.
 */
export interface Store {
  readonly runs: RunStore;
  readonly members: MemberStore;
  readonly snapshots: SnapshotStore;
  readonly spaces: SpaceStore;
  readonly outbox: OutboxStore;
  readonly register: RegisterStore;
  readonly portal: PortalStore;
  /** What a run that is done in stages knows between them. */
  readonly work: WorkStore;
  /**
   * What `work` writes by `within` is done in one transaction, or not at all where it throws. It waits for itself where
   * it uses this store instead. Not to be called within a transaction.
   * @param statements where statements for other schemas of the same database go, of the same transaction.
   */
  atomically<T>(work: (within: Store, statements: Queryable) => Promise<T>): Promise<T>;
  /** What could not be read of the file so far: fields count as unknown, rows left out as not there. */
  unreadable(): readonly OddRecord[];
  /**
   * For who keeps it open for long: whether it is still there, whole, and of this version's schema. Where it is not, it is to
   * be closed.
   */
  isCurrent(): Promise<boolean>;
  /** For the doctor: null when the file is sound, else what SQLite says. */
  integrity(): Promise<string | null>;
  /**
   * Deletes runs (with findings, figures, deliveries) that began before this moment; returns how many. Rewrites the file
   * where that is owed.
   * @throws {PartialError} when the runs are erased, but there was no room to rewrite the file.
   */
  purge(before: UtcMs): Promise<number>;
  /** Deletes those that began after it. */
  purgeAfter(moment: UtcMs): Promise<number>;
  /** Deletes those of these runs that no mail belongs to; otherwise as `purge`. */
  eraseUnmailed(runs: readonly RunId[]): Promise<number>;
  /**
   * Rewrites the file where an erasure owes it; false where another program reads it, and the next run does it.
   * @throws {PartialError} when there is no room for it.
   */
  rewrite(): Promise<boolean>;
  /** What holds the lock of a run just now, as it calls itself ("menage run"); null where nothing does, or it was killed. */
  runHolder(): Promise<string | null>;
  close(): Promise<void>;
}

/** A stored run; `mayBeUsed` says for what. */
export interface RunRow extends RunKind {
  readonly id: RunId;
  readonly startedAt: UtcMs;
  readonly finishedAt: UtcMs | null;
}

/** How far a check could judge a member (null = the server) in a run; "part" never makes a finding fixed. */
export interface Judged {
  readonly check: string;
  readonly member: MemberId | null;
  readonly extent: 'whole' | 'part';
}

/** What a run is about to store. */
export interface RunOutcome {
  readonly result: LongResult;
  readonly judged: Iterable<Judged>;
}

export interface RunStore {
  start(startedAt: UtcMs): Promise<RunId>;
  /**
   * Stores the whole result, its findings, who was judged by what, and the figures per member, in one transaction.
   * @returns the result as stored: without what was read of those who took access back meanwhile.
   */
  finish(run: RunId, result: LongResult, judged: Iterable<Judged>): Promise<LongResult>;
  /** Marks a run that reached nothing; its result (status failed) is kept, no state changes. */
  fail(run: RunId, result: LongResult | null, finishedAt: UtcMs): Promise<void>;
  result(run: RunId): Promise<RunResult | null>;
  /** The result without its long lists; cheap, where it is large. */
  head(run: RunId): Promise<ResultHead | null>;
  /** The result without its findings, piece by piece. */
  pieces(run: RunId): Promise<ResultPieces | null>;
  /** The run in numbers; cheap, where the result is large. Null where it left none. */
  summary(run: RunId): Promise<RunSummary | null>;
  /** Newest first. */
  list(): Promise<readonly RunRow[]>;
  /** What the runs before `run` know that may be compared against (see `RUN_USES`). */
  earlier(run: RunId): Promise<EarlierRuns>;
  /** Use of these members in the runs that may be compared against, from a crawl or the server, oldest first. */
  usageHistory(
    members: readonly MemberId[],
  ): Promise<ReadonlyMap<MemberId, readonly { readonly at: UtcMs; readonly bytes: Bytes }[]>>;
}

/** What earlier runs left, asked for member by member. */
export interface EarlierRuns {
  /** Whether none of them judged anything. */
  readonly areNone: boolean;
  /** Of a member; null = of the server. */
  of(member: MemberId | null): Promise<{
    /**
     * By check the findings that stood in the latest run that judged it here wholly, and in those since that judged it in
     * part.
     */
    readonly findings: ReadonlyMap<string, readonly ResultFinding[]>;
    /** The checks by which any of them judged here, wholly or in part. */
    readonly judged: ReadonlySet<string>;
  }>;
}
