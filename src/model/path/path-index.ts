import type { TreePath } from './path.ts';

/** Things by the path that they stand on. A question costs what its path is long, however many things there are. */
export interface PathIndex<Thing> {
  /** What stands on `path` or on a folder above it, the nearest first. */
  onOrAbove(path: TreePath): readonly Thing[];
  /** What stands on a folder above `path`, the nearest first. */
  above(path: TreePath): readonly Thing[];
  /** Whether anything stands on `path` or below it. */
  holds(path: TreePath): boolean;
  /** What stands on `path` or anywhere below it, in order of insertion on each path. */
  onOrBelow(path: TreePath): readonly Thing[];
}

interface Node<Thing> {
  readonly things: Thing[];
  readonly children: Map<string, Node<Thing>>;
}

const NOTHING: readonly never[] = [];

/** An index of these things; `pathOf` tells where one stands. */
export function pathIndex<Thing>(
  things: Iterable<Thing>,
  pathOf: (thing: Thing) => TreePath,
): PathIndex<Thing> {
  const root: Node<Thing> = { things: [], children: new Map() };
  for (const thing of things) nodeFor(root, pathOf(thing)).things.push(thing);
  return {
    onOrAbove: (path) => reaching(root, path, true),
    above: (path) => reaching(root, path, false),
    holds: (path) => nodeAt(root, path) !== null,
    onOrBelow(path) {
      const start = nodeAt(root, path);
      if (start === null) return NOTHING;
      const open = [start];
      for (const node of open) for (const child of node.children.values()) open.push(child);
      return open.flatMap((node) => node.things);
    },
  };
}

/** Of paths, only those that lie in no other of them, in their order; of equal ones the first. */
export function outermost(paths: readonly TreePath[]): readonly TreePath[] {
  const distinct = [...new Set(paths)];
  const index = pathIndex(distinct, (path) => path);
  return distinct.filter((path) => path === '/' || index.above(path).length === 0);
}

function nodeFor<Thing>(root: Node<Thing>, path: TreePath): Node<Thing> {
  let at = root;
  for (const name of names(path)) {
    let next = at.children.get(name);
    if (next === undefined) {
      next = { things: [], children: new Map() };
      at.children.set(name, next);
    }
    at = next;
  }
  return at;
}

function nodeAt<Thing>(root: Node<Thing>, path: TreePath): Node<Thing> | null {
  let at = root;
  for (const name of names(path)) {
    const next = at.children.get(name);
    if (next === undefined) return null;
    at = next;
  }
  return at;
}

/** Most entries of a tree lie below nothing: their first name settles it, and no list is made. */
function reaching<Thing>(root: Node<Thing>, path: TreePath, itself: boolean): readonly Thing[] {
  let found: (readonly Thing[])[] | null = null;
  let at = root;
  let start = 1;
  for (;;) {
    const isEnd = start >= path.length;
    if (at.things.length > 0 && (itself || !isEnd)) {
      found ??= [];
      found.push(at.things);
    }
    if (isEnd) break;
    const slash = path.indexOf('/', start);
    const end = slash === -1 ? path.length : slash;
    const next = at.children.get(path.slice(start, end));
    if (next === undefined) break;
    at = next;
    start = end + 1;
  }
  if (found === null) return NOTHING;
  return found.length === 1 ? (found[0] ?? NOTHING) : found.reverse().flat();
}

function names(path: TreePath): readonly string[] {
  return path === '/' ? [] : path.slice(1).split('/');
}
