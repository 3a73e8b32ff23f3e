import { randomBytes } from 'node:crypto';
import { type Answer, PROPFIND_HEADERS, xml } from '../http/answer.ts';
import type { Asked } from '../http/request.ts';
import type { KeptPages, Site } from '../world/site.ts';
import type { Seen } from '../world/visible-tree.ts';
import { multistatus } from './responses.ts';

/** The first major version that knows them. */
export const FIRST_WITH_PAGES = 31;
const USUAL_COUNT = 100;
const MOST_KEPT = 8;

/**
 * One page of a listing (`X-NC-Paginate`, from Nextcloud 31). The first answer carries token and total; an unknown
 * token begins anew, at the offset asked for.
 */
export function paginated(
  site: Site,
  asked: Asked,
  list: () => readonly Seen[],
  write: (seen: Seen) => string,
): Answer {
  const token = asked.fault === 'pages-forgotten' ? '' : (asked.header('x-nc-paginate-token') ?? '');
  const known = site.pages.get(token);
  const all = known ?? list();
  const offset = Number(asked.header('x-nc-paginate-offset') ?? 0);
  const count = Number(asked.header('x-nc-paginate-count') ?? USUAL_COUNT);
  const page = all.slice(offset, offset + count - (asked.fault === 'page-short' ? 1 : 0));
  const body = multistatus(page.map(write));
  if (known !== undefined) return xml(207, body, { vary: 'Brief,Prefer', 'x-nc-paginate': 'true' }, true);
  const fresh = randomBytes(16).toString('hex');
  keep(site.pages, fresh, all);
  const headers = {
    ...PROPFIND_HEADERS,
    'x-nc-paginate': 'true',
    'x-nc-paginate-token': fresh,
    'x-nc-paginate-total': String(all.length),
  };
  return xml(207, body, headers, true);
}

function keep(pages: KeptPages, token: string, all: readonly Seen[]): void {
  pages.set(token, all);
  const [oldest] = pages.keys();
  if (pages.size > MOST_KEPT && oldest !== undefined) pages.delete(oldest);
}
