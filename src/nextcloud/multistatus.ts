import { SaxesParser } from 'saxes';
import { RequestError } from '../errors.ts';

const DAV = 'DAV:';
const OWNCLOUD = 'http://owncloud.org/ns';
const NEXTCLOUD = 'http://nextcloud.org/ns';

/** One `d:response` as text; a property that the server did not give (or gave with 404) is the empty string. */
export interface Resource {
  /** As sent: percent-encoded, perhaps with scheme and host. */
  readonly href: string;
  readonly isFolder: boolean;
  readonly etag: string;
  readonly modified: string;
  readonly size: string;
  /** Of a file, as every WebDAV server tells it; the crawl of a Nextcloud does not ask for it. */
  readonly contentLength: string;
  readonly fileId: string;
  readonly ownerId: string;
  readonly mountType: string;
  readonly uploadTime: string;
  readonly checksum: string;
  readonly dataFingerprint: string;
  readonly usedBytes: string;
  /** Status of the whole resource where the server gives one (RFC 4918, 14.24); 200 else. */
  readonly status: number;
}

/** Reads a multistatus while it arrives. */
export interface MultistatusReader {
  /** @throws {RequestError} when the text is no multistatus. */
  write(text: string): void;
  /** @throws {RequestError} 'too-big' when nothing came, 'cut-short' when the document element was not closed. */
  end(): void;
}

// Where elements stand: multistatus 1, response 2, href/propstat/status 3, prop/status 4, property 5, part 6.
const PROPERTY_DEPTH = 5;
const MAX_DEPTH = 32;
const MAX_TEXT = 64 * 1024;
/** Between two tags: the parser holds a text, attribute or comment whole before it hands it over. */
const MAX_UNTAGGED = 1024 * 1024;

/**
 * A reader that hands each resource to `emit`. Matches elements by namespace and place, whatever the prefix, takes
 * the properties of the 200 block wherever it stands, and refuses document types (entity bombs).
 */
export function multistatusReader(emit: (resource: Resource) => void): MultistatusReader {
  const parser = new SaxesParser({ xmlns: true });
  let depth = 0;
  let opened = false;
  let closed = false;
  let text = '';
  let untagged = 0;
  let href = '';
  let responseStatus = '';
  let propstatStatus = '';
  // The properties of the propstat under way, and those of the 200 one; an object becomes the resource itself.
  let properties = blank();
  let found: Draft | null = null;

  // Hot path: per element one comparison of the local name, then of the namespace.
  parser.on('opentag', ({ local, uri }) => {
    depth++;
    text = '';
    untagged = 0;
    if (depth > MAX_DEPTH) throw unexpected('it is nested too deep');
    if (depth === 1) {
      if (local !== 'multistatus' || uri !== DAV)
        throw unexpected(`its document element is ${local.slice(0, 40)}`);
      opened = true;
    } else if (depth === 2) {
      if (uri === DAV && local === 'response') {
        href = '';
        responseStatus = '';
        found = null;
      } else if (uri !== DAV || (local !== 'responsedescription' && local !== 'sync-token')) {
        throw unexpected(`it holds an element ${local.slice(0, 40)}`);
      }
    } else if (depth === 3 && local === 'propstat') {
      propstatStatus = '';
      properties = blank();
    } else if (depth === PROPERTY_DEPTH + 1 && local === 'collection' && uri === DAV) {
      properties.isFolder = true;
    }
  });

  parser.on('text', (part) => {
    text = text === '' ? part : text + part;
    if (text.length > MAX_TEXT) throw unexpected('it holds a text that is too long');
  });
  parser.on('cdata', (part) => {
    text += part;
  });

  parser.on('closetag', ({ local, uri }) => {
    if (depth === PROPERTY_DEPTH) readProperty(properties, local, uri, text);
    else if (depth === PROPERTY_DEPTH + 1) {
      if (local === 'checksum' && uri === OWNCLOUD) properties.checksum = text;
    } else if (depth === 4) {
      if (local === 'status' && uri === DAV) propstatStatus = text;
    } else if (depth === 3 && uri === DAV) {
      if (local === 'href') href = text;
      else if (local === 'status') responseStatus = text;
      else if (local === 'propstat' && statusOf(propstatStatus) === 200) found = properties;
    } else if (depth === 2 && local === 'response') {
      if (href === '') throw unexpected('a response has no address');
      const resource = found ?? blank();
      resource.href = href;
      if (responseStatus !== '') resource.status = statusOf(responseStatus);
      emit(resource);
    } else if (depth === 1) closed = true;
    depth--;
    text = '';
    untagged = 0;
  });

  parser.on('doctype', () => {
    throw unexpected('it has a document type');
  });
  parser.on('error', (error) => {
    throw unexpected(error.message);
  });

  return {
    write: (chunk) => {
      untagged += chunk.length;
      parser.write(chunk);
      if (untagged > MAX_UNTAGGED) throw unexpected('it holds a piece that is too long');
    },
    end() {
      if (closed) parser.close();
      else if (opened) throw new RequestError('cut-short', 'The answer ended before its document did.', 207);
      else
        throw new RequestError('too-big', 'The answer was empty, as when the server ran out of memory.', 207);
    },
  };
}

interface Draft {
  href: string;
  status: number;
  isFolder: boolean;
  etag: string;
  modified: string;
  size: string;
  contentLength: string;
  fileId: string;
  ownerId: string;
  mountType: string;
  uploadTime: string;
  checksum: string;
  dataFingerprint: string;
  usedBytes: string;
}

function blank(): Draft {
  return {
    href: '',
    status: 200,
    isFolder: false,
    etag: '',
    modified: '',
    size: '',
    contentLength: '',
    fileId: '',
    ownerId: '',
    mountType: '',
    uploadTime: '',
    checksum: '',
    dataFingerprint: '',
    usedBytes: '',
  };
}

function readProperty(into: Draft, local: string, uri: string, text: string): void {
  if (local === 'getetag' && uri === DAV) into.etag = text;
  else if (local === 'getlastmodified' && uri === DAV) into.modified = text;
  else if (local === 'fileid' && uri === OWNCLOUD) into.fileId = text;
  else if (local === 'size' && uri === OWNCLOUD) into.size = text;
  else if (local === 'owner-id' && uri === OWNCLOUD) into.ownerId = text;
  else if (local === 'mount-type' && uri === NEXTCLOUD) into.mountType = text;
  else if (local === 'upload_time' && uri === NEXTCLOUD) into.uploadTime = text;
  else if (local === 'data-fingerprint' && uri === OWNCLOUD) into.dataFingerprint = text;
  else if (local === 'quota-used-bytes' && uri === DAV) into.usedBytes = text;
  else if (local === 'getcontentlength' && uri === DAV) into.contentLength = text;
}

/** The code of a status line such as `HTTP/1.1 200 OK`. */
function statusOf(line: string): number {
  if (line === 'HTTP/1.1 200 OK') return 200;
  const code = /^HTTP\/\d(?:\.\d)? (\d{3})(?: |$)/.exec(line.trim())?.[1];
  if (code === undefined) throw unexpected('a status line cannot be read');
  return Number(code);
}

function unexpected(what: string): RequestError {
  return new RequestError('unexpected', `The answer is no multistatus that we know: ${what}.`, 207);
}
