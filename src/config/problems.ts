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

/** Every issue of the schema as a problem with its line in the YAML text. */
export function problemsOf(
  error: z.ZodError,
  schema: z.ZodType,
  document: Document,
  lines: LineCounter,
): readonly Problem[] {
  const all = error.issues.flatMap((issue) => explain(issue, schema));
  const first = all
    .slice(0, MOST)
    .map(({ path, message }) => ({
      line: lineOf(document, path, lines),
      key: path.join('.') || '(whole file)',
      message,
    }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return [...first, ...andMore(all.length)];
}

/** How many problems beside the first ones there are; nothing where those are all. */
export function andMore(count: number): readonly Problem[] {
  if (count <= MOST) return [];
  return [{ line: null, key: '(whole file)', message: `and ${count - MOST} more problems` }];
}

interface Explained {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

function explain(issue: z.core.$ZodIssue, schema: z.ZodType): readonly Explained[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  if (issue.code === 'unrecognized_keys') {
    const allowed = keysAt(schema, path);
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `unknown key; allowed here: ${allowed.join(', ')}`,
    }));
  }
  if (issue.code === 'invalid_union') return [{ path, message: unionMessage(issue) }];
  return [{ path, message: issue.message }];
}

/** The last branch of a union speaks: for `checks`, the options rather than the word "off". */
function unionMessage(issue: z.core.$ZodIssueInvalidUnion): string {
  const branch = issue.errors.at(-1) ?? [];
  const inner = branch.map((part) => [part.path.join('.'), part.message].filter(Boolean).join(': '));
  return `write "off" or options; ${inner.join('; ')}`;
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
function lineOf(document: Document, path: readonly (string | number)[], lines: LineCounter): number | null {
  for (let length = path.length; length > 0; length--) {
    const node = keyNode(document, path.slice(0, length));
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return document.contents?.range ? lines.linePos(document.contents.range[0]).line : null;
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
