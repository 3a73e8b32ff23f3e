import { type FileId, fileId } from '../../model/ids.ts';
import type { TreePath } from '../../model/path/path.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import type { Bytes, UtcMs } from '../../model/units.ts';
import { detached } from '../http/detached-text.ts';
import { dateReader } from './date.ts';
import type { Resource } from './resource.ts';

/** A node of a tree as WebDAV gives it, read. */
export interface DavEntry {
  readonly path: TreePath;
  readonly isFolder: boolean;
  /** Null for what is listed but not there: an unavailable external mount (−1), a node without an id. */
  readonly fileId: FileId | null;
  /** Null when the server has not (completely) scanned it (−1). */
  readonly size: Bytes | null;
  /** With its quotes; empty when the storage is not available. */
  readonly etag: string;
  /** As sent, of whatever year; null when it is no date, or none was sent. */
  readonly modifiedAt: UtcMs | null;
  readonly uploadedAt: UtcMs | null;
  /** Whether the answer says anything of the upload, if only that it is not known. */
  readonly reportsUpload: boolean;
  readonly ownerId: string;
  /** Empty = own storage; shared, group, external, external-session else. */
  readonly mountType: string;
  readonly checksum: string | null;
  /** Properties that came and cannot be read, or had to come and did not; dates are none of them. */
  readonly unread: readonly string[];
}

/** For nearly all: a list of its own for each would cost memory. */
const ALL_READ: readonly string[] = [];

/**
 * Makes a reader for resources below one address. One reader per answer: it caches. It throws a RequestError for a
 * resource whose address is none of the tree.
 */
export type EntryReaderOf = (root: string) => (resource: Resource) => DavEntry;

/** Reads resources below one address, such as `/remote.php/dav/files/anna`. One reader per answer: it caches. */
export function entryReader(root: string): (resource: Resource) => DavEntry {
  const pathOf = pathReader(root);
  const dateOf = dateReader();
  return (resource) => {
    const id = /^[1-9]\d{0,18}$/.test(resource.fileId) ? fileId(resource.fileId) : null;
    const size = sizeOf(resource.size);
    return {
      path: pathOf(resource.href),
      isFolder: resource.isFolder,
      fileId: id,
      size,
      etag: detached(resource.etag),
      modifiedAt: dateOf(resource.modified),
      uploadedAt: uploadedAt(resource),
      reportsUpload: resource.uploadTime !== '',
      ownerId: resource.ownerId,
      mountType: resource.mountType,
      checksum: resource.checksum === '' ? null : detached(resource.checksum),
      unread: id !== null && size !== null ? ALL_READ : unreadOf(resource, id === null, size === null),
    };
  };
}

/** A server says −1 where it knows itself that it does not know. */
function unreadOf({ fileId: id, size, status }: Resource, noId: boolean, noSize: boolean): readonly string[] {
  return [
    ...(status === 200 ? [] : ['d:status']),
    ...(noId && id !== '-1' ? ['oc:fileid'] : []),
    ...(noSize && size !== '-1' ? ['oc:size'] : []),
  ];
}

/** The decoded NFC path below the root, whatever the case of escapes, with or without a host. */
function pathReader(root: string): (href: string) => TreePath {
  const wanted = decoded(root);
  const segments = wanted.split('/').length;
  // The root as this server encodes it, once it was seen to be the one that was asked for.
  let known: string | null = null;
  return (href) => {
    if (href === '') throw requestError('unexpected', because('answer.no-address'), 207);
    const address = href.startsWith('/') ? href : pathOfUrl(href);
    if (known === null || !address.startsWith(known)) {
      known = address.split('/').slice(0, segments).join('/');
      if (decoded(known) !== wanted) {
        throw requestError('unexpected', otherTree(address, wanted), 207);
      }
    }
    const rest = address.slice(known.length);
    return rest === '' || rest === '/' ? '/' : decoded(rest.endsWith('/') ? rest.slice(0, -1) : rest);
  };
}

const DAV = '/remote.php/';
/** No server is installed deeper. */
const LONGEST_FOLDER = 200;

/** Where the server stands in another folder than the one that was asked, both are named; no path of a file is. */
function otherTree(address: string, wanted: string): Reason {
  const [theirs = '', ours = ''] = [address, wanted].map((path) =>
    visibleText(path.slice(0, path.indexOf(DAV) + DAV.length)),
  );
  if (theirs === ours || !theirs.endsWith(DAV) || theirs.length > LONGEST_FOLDER)
    return because('answer.other-tree');
  return because('answer.other-folder', { theirs, ours });
}

function pathOfUrl(href: string): string {
  const start = href.indexOf('/', href.indexOf('://') + 3);
  return start < 0 ? '/' : href.slice(start);
}

/** A segment that is empty or only dots, and an encoded slash: no name that a file can have. */
const IMPOSSIBLE = /\/\.{0,2}(?:\/|$)|^[^/]/;

function decoded(path: string): string {
  const text = path.includes('%') ? unescaped(path) : detached(path);
  if (IMPOSSIBLE.test(text) || /%2f/i.test(path)) {
    throw requestError('unexpected', because('answer.impossible-address'), 207);
  }
  return text.normalize('NFC');
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    throw requestError('unexpected', because('answer.wrong-encoding'), 207, {
      cause: error,
    });
  }
}

/** `null` = not scanned, or no size that a disk can have: a size that is not there is not 0. */
function sizeOf(text: string): Bytes | null {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  return null;
}

/** `nc:upload_time` is in Unix seconds; 0 = unknown. */
export function uploadedAt({ uploadTime }: Resource): UtcMs | null {
  return /^[1-9]\d{0,11}$/.test(uploadTime) ? Number(uploadTime) * 1000 : null;
}
