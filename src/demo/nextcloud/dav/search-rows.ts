import type { KeptRows, KeptRowsOfOne, Site } from '../world/site.ts';
import { childrenOf } from '../world/tree-view.ts';
import type { SearchRow, Seen, View } from '../world/visible-tree.ts';
import { subjects } from './props.ts';
import { readerOf, type SearchQuery } from './search-body.ts';

const WORTH_KEEPING = 5_000;
const MOST_KEPT = 4;

/**
 * All rows that a question is about, in its order, the scope folder among them: the server counts it in a page and takes
 * it out afterwards. Large ones are kept until the root's etag changes or the world is said to have changed.
 */
export function searchRows(site: Site, view: View, scope: Seen, query: SearchQuery): readonly SearchRow[] {
  const stamp = `${view.user.home.etag} ${view.rootEtag} ${site.version()} ${query.text}`;
  const kept = site.rows.get(view.user.id);
  if (kept?.stamp === stamp) return kept.rows;
  const rows = inOrder(collected(site, view, scope, query), query.order);
  if (rows.length >= WORTH_KEEPING) keep(site.rows, view.user.id, { stamp, rows });
  return rows;
}

function keep(all: KeptRows, id: string, kept: KeptRowsOfOne): void {
  all.delete(id);
  all.set(id, kept);
  const [oldest] = all.keys();
  if (all.size > MOST_KEPT && oldest !== undefined) all.delete(oldest);
}

function collected(site: Site, view: View, scope: Seen, { owner, test }: SearchQuery): SearchRow[] {
  const subjectOf = subjects(site, view);
  const rows: SearchRow[] = [];
  const open: Seen[] = [scope];
  for (let seen = open.pop(); seen !== undefined; seen = open.pop()) {
    const { node, path, folder, mount, isMountRoot } = seen;
    const size = node.kind === 'file' ? node.size : folderSize(subjectOf(seen));
    const row = { node, path, folder, mount, isMountRoot, size };
    if (test(row)) rows.push(row);
    if (node.kind === 'file' || node.forbidden === true || node.unscanned === true) continue;
    for (const child of childrenOf(view, seen)) {
      // The owner filter means the home storage; what does not answer is not in the cache.
      if (child.mount === null || (owner === null && !child.mount.unavailable)) open.push(child);
    }
  }
  return rows;
}

function folderSize({ node, sizes }: ReturnType<ReturnType<typeof subjects>>): number {
  if (node.kind === 'file') return node.size;
  return node.unscanned === true ? -1 : sizes.of(node);
}

function inOrder(rows: SearchRow[], order: SearchQuery['order']): readonly SearchRow[] {
  const compare = comparer(order);
  const [first] = order;
  const value = first === undefined ? null : readerOf(first.key);
  if (value === null || rows.length < WORTH_KEEPING) return rows.sort(compare);
  // Most rows differ in their first key: with these numbers side by side a million rows are in order in a second.
  const keys = Float64Array.from(rows, (row) => rank(value(row), first?.descending === true));
  const places = Uint32Array.from(rows, (_, place) => place);
  places.sort((a, b) => {
    const apart = (keys[a] ?? 0) - (keys[b] ?? 0);
    if (apart !== 0) return apart;
    const [left, right] = [rows[a], rows[b]];
    return left === undefined || right === undefined ? 0 : compare(left, right);
  });
  return [...places].flatMap((place) => rows[place] ?? []);
}

/** A number that orders as the value does; texts are all alike. */
function rank(value: string | number, descending: boolean): number {
  if (typeof value === 'string') return 0;
  return descending ? -value : value;
}

function comparer(order: SearchQuery['order']): (a: SearchRow, b: SearchRow) => number {
  const keys = order.flatMap(({ key, descending }) => {
    const value = readerOf(key);
    return value === null ? [] : [{ value, sign: descending ? -1 : 1 }];
  });
  return (a, b) => {
    for (const { value, sign } of keys) {
      const left = value(a);
      const right = value(b);
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  };
}
