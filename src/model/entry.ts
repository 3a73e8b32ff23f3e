import type { FileId } from './ids.ts';
import type { TreePath } from './path/path.ts';
import type { Bytes, Duration, UtcMs } from './units.ts';

/** One file or folder of a member's own tree (never of a received share, mount or group folder). */
export interface Entry {
  readonly fileId: FileId;
  readonly path: TreePath;
  readonly isFolder: boolean;
  /** Files: bytes. Folders: the server's recursive sum, foreign mounts included. */
  readonly size: Bytes;
  /** As the server sent it, of whatever year; null when it is not known. */
  readonly modifiedAt: UtcMs | null;
  /** `nc:upload_time`; null when unknown (the server says 0). */
  readonly uploadedAt: UtcMs | null;
  /** Of a folder, with its quotes as the server gives it; empty for a file, of which nothing asks whether it changed. */
  readonly etag: string;
  /** `oc:checksums`, only where an uploader sent one, such as `SHA1:…`. */
  readonly checksum: string | null;
}

/** Of which files that is asked for which costs the server an effort. */
export interface EvidenceBounds {
  /** The smallest file that is compared by its checksum. */
  readonly checksumsFrom: Bytes;
  /** Of which files it decides when they were uploaded; none = of no file. */
  readonly uploadTimes: readonly UploadBound[];
}

/** Files of which a check would speak by their modification alone, and which an upload may clear. */
export type UploadBound = {
  /** Files of so many bytes or more … */
  readonly from: Bytes;
  /** … that were modified longer ago than this … */
  readonly olderThan: Duration;
} & UploadPlace;

/**
 * … and lie:
 * - `tree`: anywhere
 * - `old-folder`: in a folder of `folderFrom` bytes or more in which nothing was modified since
 * - `linked-folder`: in a folder whose content a public link shows
 */
type UploadPlace =
  | { readonly in: 'tree' | 'linked-folder' }
  | { readonly in: 'old-folder'; readonly folderFrom: Bytes };

/** What lies below one folder, however deep: only own files that could be read. */
export interface FolderTotals {
  readonly bytes: Bytes;
  readonly files: number;
  /** The later of modification and upload of the newest file below; null without files. */
  readonly newestAt: UtcMs | null;
  /** Null for the root. */
  readonly fileId: FileId | null;
}

/** The later of modification and upload: when a file was last touched by a person; null when neither is known. */
export function touchedAt({
  modifiedAt,
  uploadedAt,
}: Pick<Entry, 'modifiedAt' | 'uploadedAt'>): UtcMs | null {
  if (modifiedAt === null || uploadedAt === null) return modifiedAt ?? uploadedAt;
  return Math.max(modifiedAt, uploadedAt);
}

const EARLIEST = Date.UTC(1990, 0, 1);
/** What was saved while the run was under way, or by a computer whose clock is a little fast, is not from the future. */
const RUN_AND_CLOCKS = 3_600_000;

/**
 * Modified before 1990, in the future or at an unknown moment: no judgement of age may rest on it.
 * @param now when the run began; the future begins an hour later.
 */
export function isImpossible(entry: Pick<Entry, 'modifiedAt'>, now: UtcMs): boolean {
  const { modifiedAt } = entry;
  return modifiedAt === null || modifiedAt < EARLIEST || modifiedAt > now + RUN_AND_CLOCKS;
}
