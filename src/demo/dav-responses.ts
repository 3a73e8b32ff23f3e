import type { Subject } from './dav-facts.ts';
import { type Property, propertyXml } from './dav-props.ts';
import { HEAD, hrefSegment, NOTHING, TAIL } from './dav-xml.ts';

const FOUND = '<d:status>HTTP/1.1 200 OK</d:status></d:propstat>';
const MISSING = '<d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>';
/** What the server says where nothing that was asked for exists and missing ones are left out. */
const NO_ANSWER = "<d:propstat><d:prop/><d:status>HTTP/1.1 418 I'm a teapot</d:status></d:propstat>";
const PIECE = 65_536;

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

/** The whole document in pieces of about 64 kB. */
export function* multistatus(responses: Iterable<string>): Generator<string> {
  let piece = '';
  let any = false;
  for (const response of responses) {
    piece += any ? response : HEAD + response;
    any = true;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield any ? piece + TAIL : NOTHING;
}

/** Writes addresses, keeping that of the last folder, for neighbours share it. */
export function hrefWriter(root: string): (path: string, isFolder: boolean) => string {
  const folders = new Map<string, string>([['', root]]);
  const hrefOfFolder = (path: string): string => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const cut = path.lastIndexOf('/');
    const href = `${hrefOfFolder(path.slice(0, cut))}/${hrefSegment(path.slice(cut + 1))}`;
    folders.set(path, href);
    return href;
  };
  return (path, isFolder) => {
    if (path === '/') return `${root}/`;
    const cut = path.lastIndexOf('/');
    const href = `${hrefOfFolder(path.slice(0, cut))}/${hrefSegment(path.slice(cut + 1))}`;
    return isFolder ? `${href}/` : href;
  };
}
