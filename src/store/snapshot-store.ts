import type { Strategy } from '../model/coverage.ts';
import type { Entry } from '../model/entry.ts';
import type { FileId, MemberId, RunId } from '../model/ids.ts';
import type { TreePath } from '../model/path/path.ts';
import type { Share } from '../model/share.ts';
import type { Bytes, UtcMs } from '../model/units.ts';

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

/** What is kept of a member beside the tree. */
export interface BesideTree {
  /** As read from this member's own list. */
  readonly shares: readonly Share[] | null;
  readonly uploads: UploadNotes | null;
}

export interface SnapshotStore {
  get(member: MemberId): Promise<Snapshot | null>;
  /** All that is kept of a member but the entries, in one question. */
  known(member: MemberId): Promise<BesideTree & { readonly snapshot: Snapshot | null }>;
  /** Entries in batches of some hundred, in no order. */
  entries(member: MemberId): AsyncIterable<readonly Entry[]>;
  /** Folders of the stored tree. */
  folders(member: MemberId): Promise<readonly Entry[]>;
  /** Begins a new tree for a member; the old one stands until `commit`. */
  begin(member: MemberId): Promise<SnapshotWriter>;
  shares(member: MemberId): Promise<readonly Share[] | null>;
  /** Replaces the earlier ones; what is null or left out stands as it was. Nothing is kept of who left meanwhile. */
  saveBeside(member: MemberId, beside: Partial<BesideTree>): Promise<void>;
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
  /**
   * The new tree takes the old one's place, and what was read beside it with it, in one transaction; all is dropped where its
   * person left meanwhile.
   */
  commit(snapshot: Snapshot, beside?: Partial<BesideTree>): Promise<void>;
  abandon(): Promise<void>;
  /** Ends the writing: what was added stands with the run's work (`WorkStore.tree`), in the place of what stood there. */
  park(run: RunId, name: string): Promise<void>;
}
