import type { Strategy } from '../model/coverage.ts';
import type { Entry } from '../model/entry.ts';
import type { RunSummary } from '../model/fleet/run-summary.ts';
import type { FileId, MemberId, RunId } from '../model/ids.ts';
import type { OddRecord } from '../model/odd-record.ts';
import type { TreePath } from '../model/path/path.ts';
import type { ResultFinding, RunResult } from '../model/result.ts';
import type { RunKind } from '../model/run.ts';
import type { Share } from '../model/share.ts';
import type { Bytes, UtcMs } from '../model/units.ts';
import type { Queryable } from './database/database.ts';
import type { OutboxStore } from './delivery.ts';
import type { MemberStore } from './member-store.ts';
import type { PortalStore } from './portal/portal-store.ts';
import type { RegisterStore } from './register/register-store.ts';
import type { SpaceStore } from './space-store.ts';

export type { TakeBack } from './database/database.ts';
export type { Delivery, HeldMail, OutboxStore } from './delivery.ts';
export type { Absence, MemberRow, MemberStore } from './member-store.ts';

/**
 * What menage remembers. Asynchronous and small on purpose: the SQLite file of today may become a PostgreSQL
 * server, so nothing here hands out a connection, a statement or a transaction.
 */
export interface Store {
  readonly runs: RunStore;
  readonly members: MemberStore;
  readonly snapshots: SnapshotStore;
  readonly spaces: SpaceStore;
  readonly outbox: OutboxStore;
  readonly register: RegisterStore;
  readonly portal: PortalStore;
  /**
   * What `work` writes by `within` is done in one transaction, or not at all where it throws. It waits for itself where
   * it uses this store instead. Not to be called within a transaction.
   * @param statements where statements for other schemas of the same database go, of the same transaction.
   */
  atomically<T>(work: (within: Store, statements: Queryable) => Promise<T>): Promise<T>;
  /** What could not be read of the file so far: fields count as unknown, rows left out as not there. */
  unreadable(): readonly OddRecord[];
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
  readonly result: RunResult;
  readonly judged: Iterable<Judged>;
}

export interface RunStore {
  start(startedAt: UtcMs): Promise<RunId>;
  /**
   * Stores the whole result, its findings, who was judged by what, and the figures per member, in one transaction.
   * @returns the result as stored: without what was read of those who took access back meanwhile.
   */
  finish(run: RunId, result: RunResult, judged: Iterable<Judged>): Promise<RunResult>;
  /** Marks a run that reached nothing; its result (status failed) is kept, no state changes. */
  fail(run: RunId, result: RunResult | null, finishedAt: UtcMs): Promise<void>;
  result(run: RunId): Promise<RunResult | null>;
  /** The result without its findings, which of many members are most of it. */
  withoutFindings(run: RunId): Promise<Omit<RunResult, 'findings'> | null>;
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

/** The latest complete read of a member's tree, and what was read with it. */
export interface Snapshot {
  readonly member: MemberId;
  readonly rootEtag: string;
  readonly dataFingerprint: string;
  readonly strategy: Strategy;
  readonly readAt: UtcMs;
  readonly bytes: Bytes;
  readonly files: number;
  readonly folders: number;
  /** Whether foreign mounts lie in the tree: then an unchanged root proves nothing about them. */
  readonly hasMounts: boolean;
}

/** When a member's files were uploaded, as far as the server was asked for it. */
export interface UploadNotes {
  readonly member: MemberId;
  /** By what was decided which files to ask for, as one text. */
  readonly question: string;
  /** From when on there may be more to ask in the stored tree, however little it changes; null = never. */
  readonly dueAt: UtcMs | null;
  /** The lists of the stored tree told it of every file of so many bytes or more; null = not of every one. */
  readonly reportedFrom: Bytes | null;
  /** Asked for in vain; asked for again only when the tree has changed. */
  readonly tried: readonly FileId[];
  readonly files: readonly UploadNote[];
}

/** Holds for as long as the file has this etag, which an upload changes. */
export interface UploadNote {
  readonly fileId: FileId;
  readonly etag: string;
  /** Null = the server does not know it. */
  readonly uploadedAt: UtcMs | null;
}

export interface SnapshotStore {
  get(member: MemberId): Promise<Snapshot | null>;
  /** Entries in batches of some hundred, in no order. */
  entries(member: MemberId): AsyncIterable<readonly Entry[]>;
  /** Folders of the stored tree. */
  folders(member: MemberId): Promise<readonly Entry[]>;
  /** Begins a new tree for a member; the old one stands until `commit`. */
  begin(member: MemberId): Promise<SnapshotWriter>;
  shares(member: MemberId): Promise<readonly Share[] | null>;
  /** Shares as read from this member's own list; replaces the earlier ones. Nothing is kept of who left meanwhile. */
  saveShares(member: MemberId, shares: readonly Share[]): Promise<void>;
  uploads(member: MemberId): Promise<UploadNotes | null>;
  /** Replaces the earlier ones. */
  saveUploads(notes: UploadNotes): Promise<void>;
  /** Everybody of whom a tree or shares are stored. */
  members(): Promise<readonly MemberId[]>;
  /** Erases trees, shares and upload times of these: what whose account is gone once held is nobody's business. */
  erase(members: readonly MemberId[]): Promise<void>;
}

export interface SnapshotWriter {
  /** Entries of the new tree; a fileid that comes twice counts once, the later one stands. It names a file or a folder for ever. */
  add(entries: readonly Entry[]): Promise<void>;
  /** Takes over from the stored tree every entry (or file) at or below these folders, under a new path where it moved. */
  keep(
    subtrees: readonly { readonly from: TreePath; readonly to: TreePath }[],
    which: 'all' | 'files',
  ): Promise<void>;
  /** Removes what was added at or below these paths (folders that are read again): all at once, in one pass. */
  drop(paths: readonly TreePath[]): Promise<void>;
  /** Removes the files that lie directly in this folder, not what lies in its subfolders. */
  dropFilesIn(folder: TreePath): Promise<void>;
  /** Totals of what was added so far: files and folders counted, files summed; the root is not counted. */
  totals(): Promise<{ readonly bytes: Bytes; readonly files: number; readonly folders: number }>;
  /** What was added so far, each fileid once, in batches: a tree read in part is judged and then abandoned. */
  entries(): AsyncIterable<readonly Entry[]>;
  /** The new tree takes the old one's place, in one transaction; it is dropped where its person left meanwhile. */
  commit(snapshot: Snapshot): Promise<void>;
  abandon(): Promise<void>;
}
