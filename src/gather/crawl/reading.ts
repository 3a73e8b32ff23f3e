import type { Entry } from '../../model/entry.ts';
import type { RequestError, RequestFailure } from '../../model/errors.ts';
import type { FileId, MemberId } from '../../model/ids.ts';
import type { OddRecord } from '../../model/odd-record.ts';
import { parentOf, type TreePath } from '../../model/path/path.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { Bytes, MonotonicMs } from '../../model/units.ts';
import type { DavEntry, EntryReaderOf } from '../../nextcloud/dav/entry.ts';
import type { RootState } from '../../nextcloud/dav/root.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import { foldersBeside } from '../../nextcloud/http/limits.ts';
import { type KnownUploads, uploadOf } from './known-uploads.ts';
import type { CrawlMemory, TreeSink } from './tree.ts';

/** Why something was not read. */
export type Gap = RequestFailure | Unknown | 'time-limit' | 'moving';

/** What the list of a folder says of what is in it: the server itself does not know it, or it lies too deep. */
export const UNKNOWN = ['unscanned', 'no-id', 'unscanned-file', 'file-without-id', 'too-deep'] as const;
type Unknown = (typeof UNKNOWN)[number];

export function isUnknown(gap: Gap): gap is Unknown {
  return UNKNOWN.some((unknown) => unknown === gap);
}

/** A folder of the member's own tree, as last seen. */
interface FolderRecord {
  readonly path: TreePath;
  readonly fileId: FileId;
  readonly etag: string;
  /** The server's recursive sum. */
  readonly size: Bytes;
}

/** One member's tree while it is read. */
export interface Reading {
  readonly session: Session;
  readonly member: MemberId;
  /** Whose things are read: the member's own, or those of the group folder whose root is the root of this tree. */
  readonly mountType: '' | 'group';
  /** `/remote.php/dav/files/UID`, and the mount point of a group folder behind it. */
  readonly address: `/${string}`;
  readonly properties: string;
  /** How lists of folders are read: the seam for a server that is no Nextcloud. */
  readonly readerOf: EntryReaderOf;
  /** Hears of a row of an answer that could not be read. */
  readonly onOdd: (record: OddRecord) => void;
  /** Those rows, by their names: a request that is sent again brings them twice. */
  readonly odd: Map<string, OddRecord>;
  /** The server's major version. */
  readonly major: number;
  /** Whether SEARCH tells upload times: there a 0 is the last word. */
  readonly searchHasUploads: boolean;
  readonly sink: TreeSink;
  readonly memory: CrawlMemory;
  readonly pageSize: number;
  /** Files of so many bytes or more are large: their checksums are kept. */
  readonly checksumsFrom: Bytes;
  readonly until: MonotonicMs;
  /** Null where nothing asks for uploads. */
  readonly uploads: KnownUploads | null;
  /** Own folders by path, the root not among them. An etag here is never younger than what was read of its folder. */
  readonly folders: Map<TreePath, FolderRecord>;
  /** What was not read and why; perhaps with more below it. */
  readonly gaps: Map<TreePath, Gap>;
  /** Folders whose inside was taken over from the previous tree without its folders being known. */
  readonly kept: Set<TreePath>;
  /** Whether one of them changed while the rest was read. */
  keptMoved: boolean;
  hasMounts: boolean;
  /** Own folders in which something mounted was seen. */
  readonly mountsIn: Set<TreePath>;
  /** Folders that were listed because their sums differed. */
  readonly looked: Set<TreePath>;
  /** Looks at the root of the tree again. */
  readRoot(): Promise<RootState>;
  /**
   * What is held in memory beyond a folder's usual room, in folders: file ids of more digits than a number holds, which the
   * store keeps as texts, and long texts of folders.
   */
  held: number;
  /** Requests sent for the tree, the root's not among them. */
  requests: number;
  /** Own files handed to the sink in the pass under way, doubles included. */
  filesTaken: number;
}

/** Whether an entry lies in the storage that is read: in the member's own no received share, external storage or group folder. */
export function isOwn(
  { mountType, ownerId }: Pick<DavEntry, 'mountType' | 'ownerId'>,
  { mountType: wanted, member }: Pick<Reading, 'mountType' | 'member'>,
): boolean {
  return mountType === wanted && (wanted !== '' || ownerId === '' || ownerId === member);
}

/** Whether a file's checksum is wanted: one of unknown size counts as small. */
export function isLarge(
  { checksumsFrom }: Pick<Reading, 'checksumsFrom'>,
  { size }: Pick<DavEntry, 'size'>,
): boolean {
  return size !== null && size >= checksumsFrom;
}

/** Takes own entries of an answer into the tree, notes what the server itself does not know; returns what it took. */
export async function take(reading: Reading, entries: readonly DavEntry[]): Promise<readonly Entry[]> {
  const own: Entry[] = [];
  for (const entry of entries) {
    if (entry.path === '/') continue;
    if (!isOwn(entry, reading)) noteMount(reading, entry.path);
    else {
      const known = knownEntry(reading, entry);
      if (known !== null) own.push(known);
    }
  }
  if (own.length > 0) await reading.sink.add(own);
  assertRoom(reading);
  return own;
}

/** Of a mount only the folder that it stands in is kept, not those inside it. */
function noteMount(reading: Reading, path: TreePath): void {
  reading.hasMounts = true;
  const folder = parentOf(path);
  if (folder === '/' || reading.folders.has(folder)) reading.mountsIn.add(folder);
}

/** @throws {RequestError} 'bound' where the tree has more folders, or more that cannot be read, than memory has room for. */
function assertRoom({ session, folders, gaps, held }: Reading): void {
  if (folders.size + gaps.size + held <= session.limits.folders) return;
  throw requestError('bound', because('tree.folders'), 207);
}

/** Path lengths are cheap to look at; only a long one can have many folders. */
function isTooDeep(path: TreePath, depth: number): boolean {
  return path.length > 2 * depth && path.split('/').length > depth + 1;
}

const DIGITS_OF_A_NUMBER = 15;

function roomOf({ path, etag, ownerId, mountType, checksum }: DavEntry): number {
  return foldersBeside(path, etag, ownerId, mountType, checksum);
}

/** An entry with an id and a size; null, and a gap noted, for a file without them. */
function knownEntry(reading: Reading, entry: DavEntry): Entry | null {
  const { path, isFolder, fileId, size, etag, modifiedAt, checksum } = entry;
  if (entry.unread.length > 0)
    reading.onOdd({ what: isFolder ? 'folder' : 'file', name: path, fields: entry.unread, isLeftOut: true });
  if (isTooDeep(path, reading.session.limits.depth + (isFolder ? 0 : 1))) {
    reading.held += roomOf(entry);
    reading.gaps.set(path, 'too-deep');
    return null;
  }
  if (fileId !== null && fileId.length > DIGITS_OF_A_NUMBER) reading.held++;
  if (isFolder || fileId === null || size === null) reading.held += roomOf(entry);
  if (fileId === null) reading.gaps.set(path, isFolder ? 'no-id' : 'file-without-id');
  else if (size === null) reading.gaps.set(path, isFolder ? 'unscanned' : 'unscanned-file');
  if (fileId === null || (size === null && !isFolder)) return null;
  if (isFolder) reading.folders.set(path, { path, fileId, etag, size: size ?? 0 });
  else reading.filesTaken++;
  return {
    fileId,
    path,
    isFolder,
    size: size ?? 0,
    modifiedAt,
    uploadedAt: isFolder ? null : uploadOf(reading.uploads, { ...entry, fileId }),
    etag: isFolder ? etag : '',
    checksum: isLarge(reading, entry) ? checksum : null,
  };
}

/** Failures after which a smaller unit of the tree may still be read. */
const SMALLER_UNIT_MAY_HELP: readonly RequestFailure[] = [
  'too-big',
  'cut-short',
  'time-out',
  'gateway',
  'unsupported',
  'unexpected',
  'forbidden',
  'not-found',
  'locked',
];

export function smallerUnitMayHelp(error: RequestError): boolean {
  return SMALLER_UNIT_MAY_HELP.includes(error.failure);
}

/** @throws {RequestError} 'time-out' when the time for this tree is over. */
export function assertTimeIsLeft({ until }: Reading): void {
  if (performance.now() > until) throw requestError('time-out', because('tree.time'), null);
}

/** Failures that end the whole run: nobody's tree can be read after them. */
export function endsTheRun(error: RequestError): boolean {
  return error.failure === 'stopped' || error.failure === 'maintenance';
}
