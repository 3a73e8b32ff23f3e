import { type Answer, davError, xml } from '../http/answer.ts';
import type { Asked } from '../http/request.ts';
import { flavourOf } from '../world/flavour.ts';
import type { Site } from '../world/site.ts';
import { seenAt, viewOf } from '../world/tree-view.ts';
import type { SearchRow, View } from '../world/visible-tree.ts';
import type { WorldUser } from '../world/world.ts';
import { NOT_FOUND } from './propfind.ts';
import { type Property, subjects } from './props.ts';
import { hrefWriter, multistatus, responseXml } from './responses.ts';
import { readSearch, type SearchQuery } from './search-body.ts';
import { searchRows } from './search-rows.ts';

const TYPE = { 'content-type': 'application/xml; charset="utf-8"' };
const PHP_MESSAGE =
  'A type error occurred. For more details, please refer to the logs, which provide additional context about the type error.';

/** SEARCH (RFC 5323) on `/remote.php/dav/`, as Nextcloud 31 answers it: never compressed. */
export function searchAnswer(site: Site, caller: WorldUser, asked: Asked): Answer {
  if (asked.segments.length !== 2) {
    const message =
      'There was no plugin in the system that was willing to handle this SEARCH method. Enable plugins to get a better result here.';
    return davError(501, 'Sabre\\DAV\\Exception\\NotImplemented', message);
  }
  const query = readSearch(asked.body, flavourOf(site.world));
  if ('status' in query) {
    return query.status === 400 ? xml(400, query.text, TYPE) : davError(500, 'TypeError', PHP_MESSAGE);
  }
  const [area, uid, ...names] = query.scope.split('/').filter((part) => part !== '');
  if (area !== 'files' || uid === undefined)
    return davError(404, NOT_FOUND, `File not found: ${area ?? ''} in 'root'`);
  if (uid !== caller.id || asked.fault === 'foreign-root') {
    return davError(500, 'InvalidArgumentException', 'Search is only supported on directories');
  }
  const view = viewOf(site, caller);
  const at = seenAt(view, `/${names.join('/')}`);
  if (at === null) return davError(404, NOT_FOUND, `File with name ${query.scope} could not be located`);
  const rows = searchRows(site, view, at.seen, query);
  const page = rows.slice(query.first, query.first + query.limit);
  return xml(207, multistatus(written(site, view, query, page, at.seen.path)), TYPE);
}

function* written(
  site: Site,
  view: View,
  query: SearchQuery,
  page: readonly SearchRow[],
  scope: string,
): Generator<string> {
  const subjectOf = subjects(site, view);
  const href = hrefWriter(view.user.id);
  const style = {
    properties: query.properties.map((property) => asInSearch(site, property)),
    minimal: false,
  };
  for (const row of page) {
    if (row.path === scope) continue;
    const response = responseXml(href(row), subjectOf(row), style);
    yield site.faults.touched(view.user.id, row.path, response);
  }
}

function asInSearch(site: Site, property: Property): Property {
  if (flavourOf(site.world).searchHasUploads || property.name !== 'nc:upload_time') return property;
  return { ...property, value: ({ node }) => (node.kind === 'file' ? '0' : null) };
}
