import { badBody, depthOf, NOT_FOUND, styleOf } from '../dav/propfind.ts';
import { multistatus, type Style } from '../dav/responses.ts';
import { response } from '../dav/trash.ts';
import { type Answer, davError, PROPFIND_HEADERS, xml } from '../http/answer.ts';
import type { Asked } from '../http/request.ts';
import { hrefSegment } from '../http/xml.ts';
import type { WorldTrashItem, WorldUser } from '../world/world.ts';

/** PROPFIND on `/remote.php/dav/trash-bin/{uid}/`: folders in it have no size. */
export function ownCloudTrash(caller: WorldUser, asked: Asked): Answer {
  const [area, uid, ...rest] = asked.segments.slice(2);
  if (area !== 'trash-bin') return davError(404, NOT_FOUND, `File not found: ${area ?? ''} in 'root'`);
  if (uid !== caller.id) return davError(401, 'Sabre\\DAV\\Exception\\NotAuthenticated', '');
  if (rest.length > 0) return davError(404, NOT_FOUND, 'not found', PROPFIND_HEADERS);
  const style = styleOf(asked);
  if (style === null) return badBody();
  const root = `/remote.php/dav/trash-bin/${hrefSegment(uid)}/`;
  const top = response(root, style, ({ name }) => (name === 'd:resourcetype' ? '<d:collection/>' : null));
  const items = depthOf(asked) === 0 ? [] : caller.trash.map((item) => itemIn(root, item, style));
  return xml(207, multistatus([top, ...items]), PROPFIND_HEADERS, true);
}

function itemIn(root: string, item: WorldTrashItem, style: Style): string {
  const values: Readonly<Record<string, string | null>> = {
    'd:resourcetype': item.isFolder ? '<d:collection/>' : '',
    'd:getcontentlength': item.isFolder ? null : String(item.size),
    'oc:trashbin-delete-timestamp': String(Math.floor(item.deletedAt / 1000)),
  };
  const href = `${root}${item.fileId}${item.isFolder ? '/' : ''}`;
  return response(href, style, ({ name }) => values[name] ?? null);
}
