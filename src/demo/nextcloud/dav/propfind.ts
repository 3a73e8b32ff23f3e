import { type Answer, davError, METHODS, PROPFIND_HEADERS, xml } from '../http/answer.ts';
import type { Asked } from '../http/request.ts';
import { childOf, DAV, parseXml } from '../http/xml.ts';
import { noInfinity, ownCloudStyle } from '../owncloud/style.ts';
import { flavourOf, playsOwnCloud } from '../world/flavour.ts';
import { userNamed } from '../world/received.ts';
import type { Site } from '../world/site.ts';
import { rootOf, seenAt, viewOf, walk } from '../world/tree-view.ts';
import type { Seen, View } from '../world/visible-tree.ts';
import type { WorldUser } from '../world/world.ts';
import { FIRST_WITH_PAGES, paginated } from './paginate.ts';
import { ALL_PROPERTIES, propertiesIn, subjects } from './props.ts';
import { hrefWriter, multistatus, responseXml, type Style } from './responses.ts';

export const NOT_FOUND = 'Sabre\\DAV\\Exception\\NotFound';
export const FORBIDDEN = 'Sabre\\DAV\\Exception\\Forbidden';
const NOT_ALLOWED = 'Sabre\\DAV\\Exception\\MethodNotAllowed';
const BAD_REQUEST = 'Sabre\\DAV\\Exception\\BadRequest';

/** What a PROPFIND asks for; null where its body is broken. An empty body asks for the usual ones. */
export function styleOf(asked: Asked): Style | null {
  const minimal = (asked.header('prefer') ?? '').includes('return=minimal');
  if (asked.body.trim() === '') return { properties: ALL_PROPERTIES, minimal: true };
  const root = parseXml(asked.body);
  if (root === null || root.ns !== DAV || root.local !== 'propfind') return null;
  const prop = childOf(root, DAV, 'prop');
  if (prop === undefined) return { properties: ALL_PROPERTIES, minimal: true };
  return { properties: propertiesIn(prop.children), minimal };
}

export function badBody(): Answer {
  return davError(400, BAD_REQUEST, 'Namespace prefix d on propfind is not defined\n on line 1, column 12');
}

/** A depth as a number; 1 where the header is missing. */
export function depthOf(asked: Asked): number {
  const text = asked.header('depth') ?? '1';
  if (text === 'infinity') return Number.POSITIVE_INFINITY;
  return /^\d+$/.test(text) ? Number(text) : 1;
}

/** PROPFIND on `/remote.php/dav/files/…` (RFC 4918, 9.1, as Nextcloud 31 answers it). */
export function filesPropfind(site: Site, caller: WorldUser, asked: Asked): Answer {
  const asWritten = styleOf(asked);
  if (asWritten === null) return badBody();
  const isOwnCloud = playsOwnCloud(site.world);
  const style = isOwnCloud ? ownCloudStyle(asWritten) : asWritten;
  const [uid, ...names] = asked.segments.slice(3);
  if (uid === undefined) {
    const message = 'Listing members of this collection is disabled';
    return davError(405, NOT_ALLOWED, message, { ...PROPFIND_HEADERS, allow: METHODS });
  }
  const owner = userNamed(site.world, uid);
  if (owner === undefined) return notFound(`Principal with name ${uid} not found`);
  const foreign = owner.id !== caller.id;
  if (foreign || asked.fault === 'foreign-root') return emptyLooking(site, owner, style);
  const view = viewOf(site, owner);
  const path = `/${names.join('/')}`;
  const at = seenAt(view, path);
  if (at === null)
    return notFound(
      `File with name ${flavourOf(site.world).missingFile}${names.join('/')} could not be located`,
    );
  const depth = depthOf(asked);
  if (isOwnCloud && depth === Number.POSITIVE_INFINITY) return noInfinity();
  const lists = depth > 0 && at.seen.node.kind === 'folder' && at.seen.node.forbidden === true;
  if (at.refused || lists) return davError(403, FORBIDDEN, '', PROPFIND_HEADERS);
  return listed(site, view, at.seen, { asked, style, depth });
}

function listed(
  site: Site,
  view: View,
  seen: Seen,
  { asked, style, depth }: { readonly asked: Asked; readonly style: Style; readonly depth: number },
): Answer {
  const subjectOf = subjects(site, view);
  const href = hrefWriter(view.user.id);
  const write = (one: Seen) =>
    site.faults.touched(view.user.id, one.path, responseXml(href(one), subjectOf(one), style));
  const level = asked.fault === 'depth-1' ? Math.min(depth, 1) : depth;
  if (
    asked.header('x-nc-paginate') === 'true' &&
    Number.parseInt(site.world.version, 10) >= FIRST_WITH_PAGES
  ) {
    return paginated(site, asked, () => [...walk(view, seen, level)], write);
  }
  return xml(207, multistatus(written(walk(view, seen, level), write)), PROPFIND_HEADERS, true);
}

function* written(all: Iterable<Seen>, write: (seen: Seen) => string): Generator<string> {
  for (const seen of all) yield write(seen);
}

/** Another member's tree: it is there, and shows nothing. */
function emptyLooking(site: Site, owner: WorldUser, style: Style): Answer {
  const known = style.properties.map((property) =>
    property.name === 'd:resourcetype' ? property : { ...property, value: () => null },
  );
  const nobody = { user: owner, mounts: [], foreign: new Map(), rootEtag: '' };
  const root = rootOf(nobody);
  const body = multistatus([
    responseXml(hrefWriter(owner.id)(root), subjects(site, nobody)(root), { ...style, properties: known }),
  ]);
  return xml(207, body, PROPFIND_HEADERS, true);
}

function notFound(message: string): Answer {
  return davError(404, NOT_FOUND, message, PROPFIND_HEADERS);
}
