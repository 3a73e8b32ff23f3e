import { type Document, isMap, isScalar, type LineCounter, type Node } from 'yaml';
import { z } from 'zod';

/** One thing wrong in the config. */
export interface Problem {
  /** From 1; null where no line can be named. */
  readonly line: number | null;
  /** As in `server.concurrency`. */
  readonly key: string;
  readonly message: string;
}

/** Nobody corrects more at once; each costs a search for its line. */
export const MOST = 50;

/** What is wrong, and where in the document; the path of a key need not be there. */
export interface Explained {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Problems with their lines in the YAML text, in the order of these. */
export function problemsAt(
  document: Document,
  lines: LineCounter,
  all: readonly Explained[],
): readonly Problem[] {
  const first = all
    .slice(0, MOST)
    .map(({ path, message }) => ({ line: lineOf(document, path, lines), key: keyOf(path), message }))
    .sort((a, b) => a.line - b.line);
  return [...first, ...andMore(all.length)];
}

function keyOf(path: readonly (string | number)[]): string {
  return path.join('.') || '(whole file)';
}

/** How many problems beside the first ones there are; nothing where those are all. */
export function andMore(count: number): readonly Problem[] {
  if (count <= MOST) return [];
  return [{ line: null, key: '(whole file)', message: `and ${count - MOST} more problems` }];
}

/** Every issue of the schema. */
export function explained(error: z.ZodError, schema: z.ZodType): readonly Explained[] {
  return error.issues.flatMap((issue) => explain(issue, [], schema));
}

/** @param above where the issue's own path begins: a branch of a union counts from the union. */
function explain(
  issue: z.core.$ZodIssue,
  above: readonly (string | number)[],
  schema: z.ZodType,
): readonly Explained[] {
  const own = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  const path = [...above, ...own];
  if (issue.code === 'unrecognized_keys') {
    const allowed = keysAt(schema, path);
    const here = allowed.length === 0 ? 'there is none here' : `allowed here: ${allowed.join(', ')}`;
    const places = placesOfKeys(schema);
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: unknownKey(key, path, here, places.get(key) ?? []),
    }));
  }
  if (issue.code === 'invalid_union') return explainUnion(issue, path, schema);
  return [{ path, message: issue.code === 'invalid_type' ? wrongKind(issue) : issue.message }];
}

/** Beside what is allowed here: where a key of this name has its place. */
function unknownKey(
  key: string,
  path: readonly (string | number)[],
  here: string,
  places: readonly string[],
): string {
  if (path[0] === 'checks' && key === 'severity')
    return `the severity of a check cannot be set (${here}): "off" switches the check off, and "menage audit --fail-on" takes the severity from which on a run ends with 1`;
  if (keyOf(path) === 'checks') return 'is no check: "menage checks" lists them';
  const elsewhere = places.length === 0 ? '' : `; it is a key of ${places.slice(0, MOST_PLACES).join(', ')}`;
  return `unknown key${elsewhere}; ${here}`;
}

const MOST_PLACES = 3;

/** Of each key of the schema the objects that have it, by their paths. */
function placesOfKeys(schema: z.ZodType): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  const visit = (inner: unknown, path: readonly string[]): void => {
    const at = unwrap(inner);
    if (at instanceof z.ZodArray) visit(at.element, path);
    if (!(at instanceof z.ZodObject)) return;
    for (const [key, below] of Object.entries(at.shape)) {
      places.set(key, [...(places.get(key) ?? []), path.join('.') || 'the whole file']);
      visit(below, [...path, key]);
    }
  };
  visit(schema, []);
  return places;
}

/** The last branch of a union speaks, unless it is of another kind than what is written: for `checks`, the options rather than the word "off". */
function explainUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  path: readonly (string | number)[],
  schema: z.ZodType,
): readonly Explained[] {
  const branch = issue.errors.at(-1) ?? [];
  // Where one alone fails for what is written and not for its kind, that one is meant.
  const own = issue.errors.find((parts) => parts.every((part) => part.code === 'custom'));
  if (own !== undefined) return own.flatMap((part) => explain(part, path, schema));
  if (branch.some((part) => part.path.length === 0 && part.code === 'invalid_type'))
    return [{ path, message: 'write "off", or options as in { olderThan: 12 months }' }];
  return branch.flatMap((part) => explain(part, path, schema));
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list, as in [one, two]'],
  ['object', 'keys with values'],
]);

/** In words that name what is allowed; a message of our own stands. */
function wrongKind(issue: z.core.$ZodIssueInvalidType): string {
  const isOurs = !issue.message.startsWith('Invalid input');
  if (isOurs) return issue.message;
  const allowed = KINDS.get(issue.expected) ?? issue.expected;
  return issue.message.endsWith('undefined') ? `is missing: write ${allowed}` : `must be ${allowed}`;
}

/** The keys that the schema allows at a path; empty where it is no object. */
function keysAt(schema: z.ZodType, path: readonly (string | number)[]): readonly string[] {
  let at: unknown = schema;
  for (const key of path) {
    at = unwrap(at);
    if (at instanceof z.ZodObject) at = at.shape[String(key)];
    else if (at instanceof z.ZodArray) at = at.element;
  }
  at = unwrap(at);
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

/** Looks through optional, default and pipe, and into the last branch of a union (options rather than "off"). */
function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return unwrap(schema.unwrap());
  }
  if (schema instanceof z.ZodPipe) return unwrap(schema.out);
  if (schema instanceof z.ZodUnion) return unwrap(schema.options.at(-1));
  return schema;
}

/** The line of the deepest node that exists on the way to `path`. */
function lineOf(document: Document, path: readonly (string | number)[], lines: LineCounter): number {
  for (let length = path.length; length > 0; length--) {
    const node = keyNode(document, path.slice(0, length));
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return document.contents?.range ? lines.linePos(document.contents.range[0]).line : 1;
}

function keyNode(document: Document, path: readonly (string | number)[]): Node | null {
  const last = path.at(-1);
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(last));
    return isScalar(pair?.key) ? pair.key : null;
  }
  const node: unknown = document.getIn(path, true);
  return isNode(node) ? node : null;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}
