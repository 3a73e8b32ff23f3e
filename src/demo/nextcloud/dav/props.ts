import { DAV, type Element, escapeXml, NC, OC } from '../http/xml.ts';
import { userNamed } from '../world/received.ts';
import type { Site } from '../world/site.ts';
import { type Sizes, sizesIn } from '../world/tree-sizes.ts';
import type { Mount, Seen, View } from '../world/visible-tree.ts';
import { contained, lettersOf, quotaAvailable, type Subject, shareeXml, shareTypesXml } from './facts.ts';

/** The value as XML; null where the node has no such property. */
type Value = (subject: Subject) => string | null;

export interface Property {
  readonly name: string;
  readonly value: Value;
  readonly start: string;
  readonly end: string;
  /** As it stands where it has no text. */
  readonly empty: string;
  /** As it stands in a block of missing ones. */
  readonly missing: string;
}

const NEVER: Value = () => null;
const files =
  (value: Value): Value =>
  (subject) =>
    subject.node.kind === 'file' ? value(subject) : null;
const folders =
  (value: Value): Value =>
  (subject) =>
    subject.node.kind === 'folder' ? value(subject) : null;

const PROPERTIES: ReadonlyMap<string, Value> = new Map<string, Value>([
  [
    'd:getetag',
    ({ path, view, node, mount }) =>
      quoted(mount?.unavailable ? '' : path === '/' ? view.rootEtag : node.etag),
  ],
  ['d:getlastmodified', ({ node }) => httpDate(node.modifiedAt)],
  ['d:resourcetype', ({ node }) => (node.kind === 'folder' ? '<d:collection/>' : '')],
  ['d:getcontentlength', files(({ node }) => (node.kind === 'file' ? String(node.size) : null))],
  ['d:getcontenttype', files(({ node }) => (node.kind === 'file' ? escapeXml(node.contentType) : null))],
  [
    'd:displayname',
    ({ path, view }) => escapeXml(path === '/' ? view.user.id : path.slice(path.lastIndexOf('/') + 1)),
  ],
  ['d:creationdate', () => '1970-01-01T00:00:00+00:00'],
  ['d:quota-used-bytes', folders((subject) => String(ownBytes(subject)))],
  ['d:quota-available-bytes', folders(({ site, view }) => String(quotaAvailable(site, view.user)))],
  ['oc:fileid', ({ node, mount }) => (mount?.unavailable ? '-1' : node.fileId)],
  ['oc:id', ({ node }) => `${node.fileId.padStart(8, '0')}ocdemo`],
  ['oc:size', (subject) => String(sizeOf(subject))],
  ['oc:permissions', lettersOf],
  ['oc:owner-id', ({ view, mount }) => escapeXml(mount?.ownerId ?? view.user.id)],
  [
    'oc:owner-display-name',
    ({ site, view, mount }) =>
      escapeXml(userNamed(site.world, mount?.ownerId ?? view.user.id)?.displayName ?? ''),
  ],
  ['oc:share-types', shareTypesXml],
  ['oc:favorite', () => '0'],
  ['oc:tags', () => ''],
  [
    'oc:checksums',
    files(({ node }) =>
      node.kind === 'file' && node.checksum !== null
        ? `<oc:checksum>${escapeXml(node.checksum)}</oc:checksum>`
        : null,
    ),
  ],
  ['oc:data-fingerprint', ({ path, site }) => (path === '/' ? escapeXml(site.world.dataFingerprint) : null)],
  ['nc:mount-type', ({ mount }) => mount?.type ?? ''],
  ['nc:is-mount-root', ({ isMountRoot }) => String(isMountRoot)],
  ['nc:sharees', shareeXml],
  ['nc:share-attributes', () => '[]'],
  [
    'nc:upload_time',
    files(({ node }) => (node.kind === 'file' ? String(Math.floor(node.uploadedAt / 1000)) : null)),
  ],
  ['nc:creation_time', () => '0'],
  ['nc:has-preview', ({ node }) => String(node.kind === 'file' && node.contentType.startsWith('image/'))],
  ['nc:is-encrypted', NEVER],
  ['nc:hidden', () => 'false'],
  ['nc:is-federated', () => 'false'],
  ['nc:contained-folder-count', folders((subject) => String(contained(subject, 'folder')))],
  ['nc:contained-file-count', folders((subject) => String(contained(subject, 'file')))],
]);

/** Elements that the server leaves open though they are empty. */
const SPELT_OUT = ['nc:mount-type', 'oc:data-fingerprint'];
const PREFIXES: Readonly<Record<string, string>> = { [DAV]: 'd', [OC]: 'oc', [NC]: 'nc' };

/** What is given to whoever names no property. */
export const ALL_PROPERTIES: readonly Property[] = [
  'd:getlastmodified',
  'd:getcontentlength',
  'd:resourcetype',
  'd:quota-used-bytes',
  'd:quota-available-bytes',
  'd:getetag',
  'd:getcontenttype',
].map((name) => propertyNamed(name));

/** The properties that a request asks for, in its order. */
export function propertiesIn(elements: readonly Element[]): readonly Property[] {
  return elements.map(({ ns, local }) => {
    const prefix = PREFIXES[ns];
    if (prefix !== undefined) return propertyNamed(`${prefix}:${local}`);
    const missing = `<x1:${local} xmlns:x1="${escapeXml(ns)}"/>`;
    return { name: 'x1:', value: NEVER, start: '', end: '', empty: missing, missing };
  });
}

function propertyNamed(name: string): Property {
  const [start, end, missing] = [`<${name}>`, `</${name}>`, `<${name}/>`];
  const empty = SPELT_OUT.includes(name) ? start + end : missing;
  return { name, value: PROPERTIES.get(name) ?? NEVER, start, end, empty, missing };
}

/** The property as an element; null where it is missing. */
export function propertyXml({ value, start, end, empty }: Property, subject: Subject): string | null {
  const text = value(subject);
  if (text === null) return null;
  return text === '' ? empty : start + text + end;
}

/** Keeps the sums of each storage at hand while one answer is written. */
export function subjects(site: Site, view: View): (seen: Seen) => Subject {
  const own = sizesIn(site, view.user.home);
  const mounted = new Map<Mount, Sizes>();
  return ({ node, path, folder, mount, isMountRoot }) => {
    let sizes = own;
    if (mount !== null && mount.node.kind === 'folder') {
      sizes = mounted.get(mount) ?? sizesIn(site, mount.node);
      mounted.set(mount, sizes);
    }
    return { site, view, sizes, node, path, folder, mount, isMountRoot };
  };
}

/** With what is mounted below; −1 where it is not scanned. */
export function sizeOf(subject: Subject): number {
  const { node, path, view, mount } = subject;
  if (mount?.unavailable) return 0;
  if (node.kind === 'file') return node.size;
  if (node.unscanned === true) return -1;
  return ownBytes(subject) + (mount === null ? (view.foreign.get(path) ?? 0) : 0);
}

function ownBytes({ node, sizes }: Subject): number {
  return node.kind === 'folder' ? sizes.of(node) : node.size;
}

function quoted(etag: string): string {
  return `&quot;${escapeXml(etag)}&quot;`;
}

const DAY_SECONDS = 86_400;
const MOST_DAYS = 20_000;
const days = new Map<number, string>();
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** RFC 1123; days are kept, for a tree has many times in few of them. */
function httpDate(at: number): string {
  const second = Math.floor(at / 1000);
  const day = Math.floor(second / DAY_SECONDS);
  let date = days.get(day);
  if (date === undefined) {
    date = new Date(day * DAY_SECONDS * 1000).toUTCString().slice(0, -'00:00:00 GMT'.length);
    if (days.size > MOST_DAYS) days.clear();
    days.set(day, date);
  }
  const inDay = second - day * DAY_SECONDS;
  const hour = TWO_DIGITS[Math.floor(inDay / 3600)];
  return `${date}${hour}:${TWO_DIGITS[Math.floor(inDay / 60) % 60]}:${TWO_DIGITS[inDay % 60]} GMT`;
}
