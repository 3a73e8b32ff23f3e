import type { MemberId, RunId } from '../model/ids.ts';
import type { SnapshotWriter } from './snapshot-store.ts';

/** A tree that was read in part: its entries, until they are judged. */
export type PartialTree = Pick<SnapshotWriter, 'entries' | 'abandon' | 'park'>;

/** A member as a stage settled it. */
export interface KeptReading {
  readonly batch: number;
  readonly member: MemberId;
  readonly body: Uint8Array;
}

/** What one call of a stage did so far, under a name of its own. */
export interface KeptSlice {
  readonly slice: string;
  readonly body: Uint8Array;
}

/**
 * What a run that is done in stages knows between them, until it ends. Documents are bytes that the stages alone
 * understand.
 */
export interface WorkStore {
  /** Erases what is kept of all runs, and what killed processes left. With no other run under way. */
  clear(): Promise<void>;
  /** Keeps documents of a run by their names; those of the same name are replaced. */
  keep(run: RunId, documents: ReadonlyMap<string, Uint8Array>): Promise<void>;
  document(run: RunId, name: string): Promise<Uint8Array | null>;
  /** The latest run of which documents are kept; it may have ended. */
  latest(): Promise<RunId | null>;
  /** Whether the run is under way, and its documents are there. */
  isOpen(run: RunId): Promise<boolean>;
  /** Keeps both in one transaction; false where the run is not open any more: nothing is kept. */
  keepReading(run: RunId, reading: KeptReading, slice: KeptSlice): Promise<boolean>;
  readings(run: RunId, batch: number): Promise<ReadonlyMap<MemberId, Uint8Array>>;
  /** Whose readings are kept. */
  readMembers(run: RunId, batch: number): Promise<ReadonlySet<MemberId>>;
  keepSlice(run: RunId, slice: KeptSlice): Promise<void>;
  slices(run: RunId): Promise<readonly Uint8Array[]>;
  /** What `SnapshotWriter.park` put there under that name. */
  tree(run: RunId, name: string): PartialTree;
  /** Erases all that is kept of a run, but for the documents given. */
  end(run: RunId, documents: ReadonlyMap<string, Uint8Array>): Promise<void>;
}
