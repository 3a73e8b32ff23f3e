import { type Answer, davError, PROPFIND_HEADERS, xml } from '../http/answer.ts';
import type { Asked } from '../http/request.ts';
import { escapeXml, hrefSegment } from '../http/xml.ts';
import type { WorldTrashItem, WorldUser } from '../world/world.ts';
import { badBody, depthOf, FORBIDDEN, NOT_FOUND, styleOf } from './propfind.ts';
import type { Property } from './props.ts';
import { multistatus, type Style } from './responses.ts';

const BACKEND = 'OCA\\Files_Trashbin\\Trash\\LegacyTrashBackend';
const GROUP_BACKEND = 'OCA\\GroupFolders\\Trash\\TrashBackend';
const FOUND = '<d:status>HTTP/1.1 200 OK</d:status></d:propstat>';
const MISSING = '<d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>';

/** PROPFIND on `/remote.php/dav/trashbin/{uid}/trash`: the collection has nothing but its type. */
export function trashAnswer(caller: WorldUser, asked: Asked): Answer {
  const [uid, name, ...rest] = asked.segments.slice(3);
  if (uid !== caller.id) return davError(403, FORBIDDEN, '', PROPFIND_HEADERS);
  if (name !== 'trash' || rest.length > 0) {
    return davError(404, NOT_FOUND, `File not found: ${name ?? ''} in 'trashbin'`, PROPFIND_HEADERS);
  }
  const style = styleOf(asked);
  if (style === null) return badBody();
  const root = `/remote.php/dav/trashbin/${hrefSegment(uid)}/trash/`;
  const top = response(root, style, ({ name: property }) =>
    property === 'd:resourcetype' ? '<d:collection/>' : null,
  );
  const items = [...caller.trash].sort((a, b) => b.deletedAt - a.deletedAt);
  const listed = depthOf(asked) === 0 ? [] : items.map((item) => itemResponse(root, item, style, caller.id));
  return xml(207, multistatus([top, ...listed]), PROPFIND_HEADERS, true);
}

function itemResponse(root: string, item: WorldTrashItem, style: Style, uid: string): string {
  const seconds = Math.floor(item.deletedAt / 1000);
  const values: Readonly<Record<string, string | null>> = {
    'd:getlastmodified': new Date(item.deletedAt).toUTCString(),
    'd:resourcetype': item.isFolder ? '<d:collection/>' : '',
    'd:getcontentlength': item.isFolder ? null : String(item.size),
    'd:getetag': '',
    'oc:size': String(item.size),
    'oc:fileid': item.fileId,
    'oc:permissions': 'GD',
    'nc:trashbin-filename': escapeXml(item.name),
    'nc:trashbin-original-location': escapeXml(item.originalLocation),
    'nc:trashbin-title': escapeXml(item.originalLocation),
    'nc:trashbin-deletion-time': String(seconds),
    'nc:trashbin-deleted-by-id': escapeXml(uid),
    'nc:trashbin-backend': item.inGroupFolder === true ? GROUP_BACKEND : BACKEND,
  };
  const href = `${root}${hrefSegment(`${item.name}.d${seconds}`)}${item.isFolder ? '/' : ''}`;
  return response(href, style, ({ name }) => values[name] ?? null);
}

/** One response with the values that there are. */
export function response(href: string, style: Style, value: (property: Property) => string | null): string {
  let found = '';
  let missing = '';
  for (const property of style.properties) {
    const text = value(property);
    if (text === null) missing += property.missing;
    else found += text === '' ? property.missing : `<${property.name}>${text}</${property.name}>`;
  }
  let blocks = found === '' ? '' : `<d:propstat><d:prop>${found}</d:prop>${FOUND}`;
  if (missing !== '' && !style.minimal) blocks += `<d:propstat><d:prop>${missing}</d:prop>${MISSING}`;
  return `<d:response><d:href>${href}</d:href>${blocks}</d:response>`;
}
