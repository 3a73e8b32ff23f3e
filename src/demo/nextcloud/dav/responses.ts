import { HEAD, hrefSegment, NOTHING, TAIL } from '../http/xml.ts';
import type { Seen } from '../world/visible-tree.ts';
import type { Subject } from './facts.ts';
import { type Property, propertyXml } from './props.ts';

const FOUND = '<d:status>HTTP/1.1 200 OK</d:status></d:propstat>';
const MISSING = '<d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>';
/** What the server says where nothing that was asked for exists and missing ones are left out. */
const NO_ANSWER = "<d:propstat><d:prop/><d:status>HTTP/1.1 418 I'm a teapot</d:status></d:propstat>";
const PIECE = 65_536;
/** UTF-8 needs at most three bytes for a UTF-16 unit. */
const MOST_BYTES_PER_UNIT = 3;

/** How a response is written. */
export interface Style {
  readonly properties: readonly Property[];
  /** Leaves out what is missing (`Prefer: return=minimal`, and when no property was named). */
  readonly minimal: boolean;
}

/** One `d:response`. */
export function responseXml(href: string, subject: Subject, { properties, minimal }: Style): string {
  let found = '';
  let missing = '';
  for (const property of properties) {
    const text = propertyXml(property, subject);
    if (text !== null) found += text;
    else if (!minimal) missing += property.missing;
  }
  let blocks = found === '' ? '' : `<d:propstat><d:prop>${found}</d:prop>${FOUND}`;
  if (missing !== '') blocks += `<d:propstat><d:prop>${missing}</d:prop>${MISSING}`;
  return `<d:response><d:href>${href}</d:href>${blocks === '' ? NO_ANSWER : blocks}</d:response>`;
}

/** The whole document in pieces of up to 64 kB. */
export function* multistatus(responses: Iterable<string>): Generator<Buffer> {
  let piece = Buffer.allocUnsafe(PIECE);
  let filled = 0;
  let any = false;
  for (const response of responses) {
    if (!any) filled += piece.write(HEAD);
    any = true;
    const most = response.length * MOST_BYTES_PER_UNIT;
    if (filled + most > piece.length) {
      yield piece.subarray(0, filled);
      piece = Buffer.allocUnsafe(Math.max(PIECE, most));
      filled = 0;
    }
    // Written straight into bytes: joining long strings first costs twice the time.
    filled += piece.write(response, filled);
  }
  yield piece.subarray(0, filled);
  yield Buffer.from(any ? TAIL : NOTHING);
}

const MOST_FOLDERS = 100_000;
const MOST_MEMBERS = 8;
/** Addresses of folders by their path, of the members asked about last: the same path has the same address for ever. */
const known = new Map<string, Map<string, string>>();

/** Writes the addresses of what stands in a member's tree. */
export function hrefWriter(uid: string): (seen: Seen) => string {
  const root = `/remote.php/dav/files/${hrefSegment(uid)}`;
  const folders = known.get(uid) ?? new Map<string, string>();
  known.delete(uid);
  known.set(uid, folders);
  const [oldest] = known.keys();
  if (known.size > MOST_MEMBERS && oldest !== undefined) known.delete(oldest);
  if (folders.size > MOST_FOLDERS) folders.clear();
  const hrefOfFolder = (path: string): string => {
    const cut = path.lastIndexOf('/');
    const href = folders.get(path);
    if (href !== undefined || cut < 0) return href ?? root;
    const made = `${hrefOfFolder(path.slice(0, cut))}/${hrefSegment(path.slice(cut + 1))}`;
    folders.set(path, made);
    return made;
  };
  return ({ path, folder, node, mount, isMountRoot }) => {
    if (path === '/') return `${root}/`;
    const name = isMountRoot && mount !== null ? mount.name : node.name;
    const href = `${hrefOfFolder(folder)}/${hrefSegment(name)}`;
    return node.kind === 'folder' ? `${href}/` : href;
  };
}
