import { childOf, DAV, type Element, NC, OC, parseXml, SEARCH_DAV } from '../http/xml.ts';
import type { Flavour } from '../world/flavour.ts';
import type { SearchRow } from '../world/visible-tree.ts';
import { type Property, propertiesIn } from './props.ts';

type SortKey = 'getlastmodified' | 'displayname' | 'size' | 'getcontenttype';
type Test = (row: SearchRow) => boolean;

/** A SEARCH that can be answered. */
export interface SearchQuery {
  readonly properties: readonly Property[];
  /** `/files/uid` or a folder below, as it stands in the request. */
  readonly scope: string;
  /** Only the member's own storage. */
  readonly owner: string | null;
  readonly test: Test;
  readonly order: readonly { readonly key: SortKey; readonly descending: boolean }[];
  readonly limit: number;
  readonly first: number;
  /** Tells one question from another, whatever page it asks for. */
  readonly text: string;
}

/** Why a SEARCH cannot be answered: a status and the words of the server, or a PHP error. */
export type SearchProblem = { readonly status: 400; readonly text: string } | { readonly status: 500 };

const SORTABLE: readonly string[] = ['getlastmodified', 'displayname', 'size', 'getcontenttype'];
const NOT_SORTABLE = { status: 400, text: 'requested order by property is not sortable' } as const;
const NOT_SEARCHABLE = {
  status: 400,
  text: 'requested search property is not a valid property for this scope',
} as const;

/** Reads the body of a SEARCH (RFC 5323). The offset counts only in SearchDAV's namespace, and a page without a limit is as long as that version has it. */
export function readSearch(
  body: string,
  { searchRows }: Pick<Flavour, 'searchRows'>,
): SearchQuery | SearchProblem {
  const basic = childOf(parseXml(body) ?? undefined, DAV, 'basicsearch');
  const where = childOf(basic, DAV, 'where')?.children[0];
  if (basic === undefined || where === undefined) return { status: 500 };
  const limit = childOf(basic, DAV, 'limit');
  const order = orderOf(childOf(basic, DAV, 'orderby')?.children ?? []);
  if ('status' in order) return order;
  const test = testOf(where);
  if ('status' in test) return test;
  const scope = childOf(childOf(childOf(basic, DAV, 'from'), DAV, 'scope'), DAV, 'href')?.text ?? '';
  return {
    properties: propertiesIn(childOf(childOf(basic, DAV, 'select'), DAV, 'prop')?.children ?? []),
    scope,
    owner: ownerIn(where),
    test: test.test,
    order: order.keys,
    limit: numberIn(childOf(limit, DAV, 'nresults'), searchRows),
    first: numberIn(childOf(limit, SEARCH_DAV, 'firstresult'), 0),
    text: JSON.stringify([scope, where, order.keys]),
  };
}

function numberIn(element: Element | undefined, otherwise: number): number {
  const text = element?.text.trim() ?? '';
  return /^\d+$/.test(text) ? Number(text) : otherwise;
}

function orderOf(orders: readonly Element[]): { readonly keys: SearchQuery['order'] } | SearchProblem {
  const keys: { key: SortKey; descending: boolean }[] = [];
  for (const order of orders) {
    const key = childOf(order, DAV, 'prop')?.children[0]?.local ?? '';
    if (!isSortKey(key)) return NOT_SORTABLE;
    keys.push({ key, descending: childOf(order, DAV, 'descending') !== undefined });
  }
  return { keys };
}

function isSortKey(text: string): text is SortKey {
  return SORTABLE.includes(text);
}

function ownerIn(where: Element): string | null {
  const tests = where.local === 'and' ? where.children : [where];
  const found = tests.find(({ children }) => childOf(children[0], OC, 'owner-id') !== undefined);
  return childOf(found, DAV, 'literal')?.text ?? null;
}

function testOf(element: Element): { readonly test: Test } | SearchProblem {
  if (element.local === 'is-collection') return { test: ({ node }) => node.kind === 'folder' };
  if (['and', 'or', 'not'].includes(element.local)) {
    const tests: Test[] = [];
    for (const child of element.children) {
      const inner = testOf(child);
      if ('status' in inner) return inner;
      tests.push(inner.test);
    }
    if (element.local === 'not') return { test: (row) => !tests.every((test) => test(row)) };
    if (element.local === 'or') return { test: (row) => tests.some((test) => test(row)) };
    return { test: (row) => tests.every((test) => test(row)) };
  }
  return comparison(element);
}

function comparison(element: Element): { readonly test: Test } | SearchProblem {
  const property = childOf(element, DAV, 'prop')?.children[0];
  const literal = childOf(element, DAV, 'literal')?.text ?? '';
  if (property === undefined || ![DAV, OC, NC].includes(property.ns)) return NOT_SEARCHABLE;
  if (property.local === 'owner-id') return { test: () => true };
  if (property.local === 'fileid') {
    return element.local === 'eq' ? { test: ({ node }) => node.fileId === literal } : { status: 500 };
  }
  const value = readerOf(property.local);
  if (value === null) return NOT_SEARCHABLE;
  if (element.local === 'like') {
    const pattern = likePattern(literal);
    return { test: (row) => pattern.test(String(value(row))) };
  }
  const wanted = property.local === 'getlastmodified' ? Math.floor(momentIn(literal) / 1000) : literal;
  return { test: (row) => compared(element.local, value(row), wanted) };
}

function momentIn(literal: string): number {
  return /^\d+$/.test(literal) ? Number(literal) * 1000 : Date.parse(literal);
}

export function readerOf(key: string): ((row: SearchRow) => string | number) | null {
  if (key === 'getlastmodified') return ({ node }) => Math.floor(node.modifiedAt / 1000);
  if (key === 'displayname')
    return ({ node, mount, isMountRoot }) => (isMountRoot ? (mount?.name ?? '') : node.name);
  if (key === 'size') return ({ size }) => size;
  if (key === 'getcontenttype') {
    return ({ node }) => (node.kind === 'file' ? node.contentType : 'httpd/unix-directory');
  }
  return null;
}

function compared(operator: string, value: string | number, literal: string | number): boolean {
  const wanted = typeof value === 'number' ? Number(literal) : String(literal);
  if (operator === 'eq') return value === wanted;
  if (operator === 'gt') return value > wanted;
  if (operator === 'gte') return value >= wanted;
  if (operator === 'lt') return value < wanted;
  return operator === 'lte' && value <= wanted;
}

function likePattern(literal: string): RegExp {
  const pattern = literal
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${pattern}$`, 'is');
}
