import type { Strategy } from '../../model/coverage.ts';
import type { Entry } from '../../model/entry.ts';
import type { RequestFailure } from '../../model/errors.ts';
import type { TreePath } from '../../model/path/path.ts';
import type { Reasons } from '../../model/reasons/reason.ts';
import type { Bytes, MonotonicMs } from '../../model/units.ts';
import type { RootState } from '../../nextcloud/dav/root.ts';
import type { FolderState } from './compare-folders.ts';
import type { KnownUploads } from './known-uploads.ts';

/** Where the entries of a tree go while it is read: the writing half of the store's snapshots. */
export interface TreeSink {
  /** A fileid that comes twice counts once, the later one stands. */
  add(entries: readonly Entry[]): Promise<void>;
  /** Takes over from the previous tree what (or which files) lies at or below these folders, under a new path where it moved. */
  keep(
    subtrees: readonly { readonly from: TreePath; readonly to: TreePath }[],
    which: 'all' | 'files',
  ): Promise<void>;
  /** Removes what was added at or below these paths: all at once, for each time the whole tree may be looked through. */
  drop(paths: readonly TreePath[]): Promise<void>;
  /** Removes the files directly in this folder, not its subfolders and what lies in them. */
  dropFilesIn(folder: TreePath): Promise<void>;
  totals(): Promise<TreeTotals>;
  /** What was added and stands, in batches. */
  entries(): AsyncIterable<readonly Entry[]>;
}

/** What was added so far; the root is not counted. */
export interface TreeTotals {
  readonly bytes: Bytes;
  readonly files: number;
  readonly folders: number;
}

/** A whole tree from an earlier run, from which `keep` takes what has not changed. */
export interface PreviousTree {
  readonly rootEtag: string;
  readonly dataFingerprint: string;
  readonly files: number;
  readonly folders: number;
  listFolders(): Promise<readonly FolderState[]>;
}

/** What was learnt of the server, so that it is not asked in vain for every member. */
export interface CrawlMemory {
  search: boolean;
  infinity: boolean;
  /** Whether it keeps the pages of a listing (from Nextcloud 31 on). */
  pages: boolean;
}

export interface CrawlOptions {
  /** The server's major version: tells which properties are cheap. */
  readonly major: number;
  /** Whether SEARCH tells upload times: there a 0 is the last word. False unless said. */
  readonly searchHasUploads?: boolean;
  /** One for all members of a server. */
  readonly memory: CrawlMemory;
  /** Rows of the first SEARCH page; 5,000 unless said otherwise. */
  readonly pageSize?: number;
  /** Checksums are kept of files of so many bytes or more; of all unless said otherwise. */
  readonly checksumsFrom?: Bytes;
  /** The first way to try; `search` unless said otherwise. */
  readonly strategy?: Exclude<Strategy, 'none'>;
  /** When to give up what is not read yet. */
  readonly until?: MonotonicMs;
  /** What is known of uploads, for lists that do not tell them. */
  readonly uploads?: KnownUploads;
}

export type Crawled =
  | { readonly outcome: 'unchanged'; readonly root: RootState }
  | ({ readonly outcome: 'read'; readonly root: RootState } & TreeRead)
  | { readonly outcome: 'failed'; readonly failure: RequestFailure; readonly reasons: Reasons };

export interface TreeRead {
  readonly strategy: Exclude<Strategy, 'none'>;
  readonly totals: TreeTotals;
  /** The topmost folders that could not be read or are not scanned; nothing below them was kept. */
  readonly unreadable: readonly TreePath[];
  /** What is missing; none where the tree is whole. */
  readonly reasons: Reasons;
  /** Whether received shares, external storages or group folders lie in the tree; their files are not the member's. */
  readonly hasMounts: boolean;
}

/** A memory of a server that can do everything, but what it is known to lack, until it is seen not to. */
export function newCrawlMemory(known: Partial<CrawlMemory> = {}): CrawlMemory {
  return { search: true, infinity: true, pages: true, ...known };
}
