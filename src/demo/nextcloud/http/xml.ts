import { XMLParser, XMLValidator } from 'fast-xml-parser';

export const DAV = 'DAV:';
export const OC = 'http://owncloud.org/ns';
export const NC = 'http://nextcloud.org/ns';
export const SEARCH_DAV = 'https://github.com/icewind1991/SearchDAV/ns';

/** An element of a request body, its namespace resolved. */
export interface Element {
  readonly ns: string;
  readonly local: string;
  readonly text: string;
  readonly children: readonly Element[];
}

const ATTRIBUTES = ':@';
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
  ignoreDeclaration: true,
});

/** Reads a whole document; null where it is not well formed or a prefix is not bound. */
export function parseXml(text: string): Element | null {
  if (XMLValidator.validate(text) !== true) return null;
  const nodes: unknown = parser.parse(text);
  if (!Array.isArray(nodes)) return null;
  return elementsOf(nodes, new Map())?.[0] ?? null;
}

function elementsOf(
  nodes: readonly unknown[],
  bound: ReadonlyMap<string, string>,
): readonly Element[] | null {
  const elements: Element[] = [];
  for (const node of nodes) {
    if (typeof node !== 'object' || node === null) continue;
    const entry = Object.entries(node).find(([key]) => key !== ATTRIBUTES && key !== '#text');
    if (entry === undefined || !Array.isArray(entry[1])) continue;
    const element = elementOf(entry[0], entry[1], withBindings(node, bound));
    if (element === null) return null;
    elements.push(element);
  }
  return elements;
}

function elementOf(
  name: string,
  inner: readonly unknown[],
  bound: ReadonlyMap<string, string>,
): Element | null {
  const at = name.indexOf(':');
  const ns = bound.get(at < 0 ? '' : name.slice(0, at));
  const children = elementsOf(inner, bound);
  if ((ns === undefined && at >= 0) || children === null) return null;
  return { ns: ns ?? '', local: name.slice(at + 1), text: textOf(inner), children };
}

function textOf(inner: readonly unknown[]): string {
  return inner
    .map((node) =>
      typeof node === 'object' && node !== null && '#text' in node ? String(node['#text']) : '',
    )
    .join('');
}

function withBindings(node: object, bound: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  if (!(ATTRIBUTES in node)) return bound;
  const attributes: unknown = node[ATTRIBUTES];
  if (typeof attributes !== 'object' || attributes === null) return bound;
  const more = new Map(bound);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'xmlns') more.set('', String(value));
    else if (key.startsWith('xmlns:')) more.set(key.slice(6), String(value));
  }
  return more;
}

export function childOf(element: Element | undefined, ns: string, local: string): Element | undefined {
  return element?.children.find((child) => child.ns === ns && child.local === local);
}

const PLAIN = /^[\w.~()@:-]*$/;
/** What `encodeURIComponent` writes otherwise than the server. */
const UNLIKE_OURS = /[!'*]|%(?!20)/;

/** One segment of a `d:href` as the server writes it: lower-case hex, `( ) @ : ~` left as they are. */
export function hrefSegment(name: string): string {
  if (PLAIN.test(name)) return name;
  const encoded = encodeURIComponent(name);
  // Most names have nothing but spaces in them.
  if (!UNLIKE_OURS.test(encoded)) return encoded;
  return encoded
    .replace(/[!'*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)
    .replace(/%[\dA-F]{2}/g, (code) => {
      if (code === '%40') return '@';
      return code === '%3A' ? ':' : code.toLowerCase();
    });
}

const MARKUP = /[&<>"]/;

export function escapeXml(text: string): string {
  if (!MARKUP.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const NAMESPACES = `xmlns:d="${DAV}" xmlns:s="http://sabredav.org/ns" xmlns:oc="${OC}" xmlns:nc="${NC}"`;
export const HEAD = `<?xml version="1.0"?>\n<d:multistatus ${NAMESPACES}>`;
export const TAIL = '</d:multistatus>\n';
/** An empty multistatus closes itself. */
export const NOTHING = `<?xml version="1.0"?>\n<d:multistatus ${NAMESPACES}/>\n`;

/** The body of a DAV error: its class tells the machine what it is, the message is for people and translated. */
export function errorXml(exception: string, message: string): string {
  const text = message === '' ? '<s:message/>' : `<s:message>${escapeXml(message)}</s:message>`;
  return `<?xml version="1.0" encoding="utf-8"?>\n<d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns">\n  <s:exception>${exception}</s:exception>\n  ${text}\n</d:error>\n`;
}
