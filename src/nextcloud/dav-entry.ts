import { RequestError } from '../errors.ts';
import { type FileId, fileId } from '../model/ids.ts';
import type { TreePath } from '../model/path.ts';
import type { Bytes, UtcMs } from '../model/units.ts';
import { visibleText } from '../model/visible-text.ts';
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
  readonly modifiedAt: UtcMs;
  readonly uploadedAt: UtcMs | null;
  readonly ownerId: string;
  /** Empty = own storage; shared, group, external, external-session else. */
  readonly mountType: string;
  readonly checksum: string | null;
}

/** Makes a reader for resources below one address. One reader per answer: it caches. */
export type EntryReaderOf = (root: string) => (resource: Resource) => DavEntry;

/** Reads resources below one address, such as `/remote.php/dav/files/anna`. One reader per answer: it caches. */
export function entryReader(root: string): (resource: Resource) => DavEntry {
  const pathOf = pathReader(root);
  const dateOf = dateReader();
  return (resource) => {
    const id = /^[1-9]\d{0,18}$/.test(resource.fileId) ? fileId(resource.fileId) : null;
    return {
      path: pathOf(resource.href),
      isFolder: resource.isFolder,
      fileId: id,
      size: sizeOf(resource.size),
      etag: detached(resource.etag),
      modifiedAt:
        resource.modified === '' && (id === null || resource.isFolder) ? 0 : dateOf(resource.modified),
      uploadedAt: uploadedAt(resource),
      ownerId: resource.ownerId,
      mountType: resource.mountType,
      checksum: resource.checksum === '' ? null : detached(resource.checksum),
    };
  };
}

/** The decoded NFC path below the root, whatever the case of escapes, with or without a host. */
function pathReader(root: string): (href: string) => TreePath {
  const wanted = decoded(root);
  const segments = wanted.split('/').length;
  // The root as this server encodes it, once it was seen to be the one that was asked for.
  let known: string | null = null;
  return (href) => {
    const address = href.startsWith('/') ? href : pathOfUrl(href);
    if (known === null || !address.startsWith(known)) {
      known = address.split('/').slice(0, segments).join('/');
      if (decoded(known) !== wanted) {
        throw new RequestError('unexpected', otherTree(address, wanted), 207);
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
function otherTree(address: string, wanted: string): string {
  const [theirs = '', ours = ''] = [address, wanted].map((path) =>
    visibleText(path.slice(0, path.indexOf(DAV) + DAV.length)),
  );
  if (theirs === ours || !theirs.endsWith(DAV) || theirs.length > LONGEST_FOLDER)
    return 'The answer speaks of another tree than the one asked for.';
  return `The answer speaks of ${theirs} where ${ours} was asked: the server is installed in another folder than server.url says; correct server.url, or overwritewebroot in the server's config.php.`;
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
    throw new RequestError('unexpected', 'An address in the answer has an impossible segment.', 207);
  }
  return text.normalize('NFC');
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    throw new RequestError('unexpected', 'An address in the answer is wrongly encoded.', 207, {
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

/** As in `Tue, 24 Nov 2026 07:05:09 GMT`. */
const MOMENT = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
const TIME_AT = 'Tue, 24 Nov 2026 '.length;

/** RFC 1123 dates: each day is parsed once, the time of day is reckoned. */
function dateReader(): (text: string) => UtcMs {
  const days = new Map<string, number>();
  return (text) => {
    const day = text.slice(0, TIME_AT);
    let start = days.get(day);
    if (start === undefined) {
      start = Date.parse(`${day}00:00:00 GMT`);
      days.set(detached(day), start);
    }
    const hours = twoDigits(text, TIME_AT);
    const minutes = twoDigits(text, TIME_AT + 3);
    const seconds = twoDigits(text, TIME_AT + 6);
    const isTime = hours < 24 && minutes < 60 && seconds < 60 && MOMENT.test(text);
    if (isTime && !Number.isNaN(start)) return start + ((hours * 60 + minutes) * 60 + seconds) * 1000;
    return farDate(text);
  };
}

/** Files dated in milliseconds instead of seconds lie in years of five digits: one such must not cost the list. */
const FAR_MOMENT = /^[A-Z][a-z]{2}, (\d\d) ([A-Z][a-z]{2}) (\d{5,6}) \d\d:\d\d:\d\d GMT$/;

/** Midnight UTC of a day beyond the year 9999; at the latest the last that a date can have. */
function farDate(text: string): UtcMs {
  const far = FAR_MOMENT.exec(text);
  const within = far === null ? Number.NaN : Date.parse(`${far[1]} ${far[2]} 2000 00:00:00 GMT`);
  if (Number.isNaN(within)) {
    throw new RequestError('unexpected', 'A date in the answer cannot be read.', 207);
  }
  const at = new Date(within).setUTCFullYear(Number(far?.[3]));
  return Number.isNaN(at) ? LATEST : at;
}

/** The last moment of ECMAScript (262, 21.4.1.1). */
const LATEST: UtcMs = 8.64e15;

/** Only where the text was seen to have digits there. */
function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + (text.charCodeAt(at + 1) - 48);
}

/** V8 copies shorter pieces of a text by itself. */
const SHORTEST_SLICE = 13;

/** The same text in memory of its own: a piece of an answer keeps alive the 64 kB that it was cut from. */
function detached(text: string): string {
  return text.length < SHORTEST_SLICE ? text : Buffer.from(text).toString();
}
