import { z } from 'zod';
import type { TreePath } from './path.ts';

/** Whether a path is meant by a pattern. */
export type PathTest = (path: TreePath) => boolean;

const LONGEST = 1000;
const MOST_ALTERNATIVES = 64;

/**
 * Reads a pattern for paths: `*` any text within a name, `?` one character, `**` any folders or none, `{a,b}` either,
 * `[a-z]` one of, `\` before a character that stands for itself. `/Public/**` is the folder itself and all below it. A pattern
 * begins at the root, with or without `/`. Time grows with pattern × path and never more: no name can stall a run, as
 * it could with a pattern turned into a regular expression.
 * @returns null when the pattern is too long or has too many alternatives.
 */
export function pathTest(pattern: string): PathTest | null {
  if (pattern.length > LONGEST) return null;
  const alternatives = expanded(pattern.normalize('NFC'));
  if (alternatives === null) return null;
  const globs = alternatives.map((one) => segmentsOf(`/${one.replace(/^\/|(?<!\\)\/$/g, '')}`));
  return (path) => globs.some((glob) => meets(glob, path.split('/')));
}

/** The folder that everything lies in, or is, that a pattern means: its names before the first with a special sign. */
export function plainBeginning(pattern: string): TreePath {
  const names = pattern.normalize('NFC').replace(/^\//, '').split('/');
  const special = names.findIndex((name) => name === '' || /[*?{}[\]\\,]/.test(name));
  return `/${(special === -1 ? names : names.slice(0, special)).join('/')}`;
}

/** Config schema of a pattern for paths. */
export const PathPattern = z
  .string()
  .trim()
  .min(1)
  .refine((text) => pathTest(text) !== null, {
    message: `is no pattern for paths: at most ${LONGEST} characters and ${MOST_ALTERNATIVES} alternatives in { }`,
  });

/** One character of a name, any run of characters, or (as a whole segment) any folders or none. */
type Token = ((character: string) => boolean) | 'run';
type Segment = readonly Token[] | 'folders';

/** The patterns without `{a,b}`; null when there are too many. */
function expanded(pattern: string): readonly string[] | null {
  let open = [pattern];
  const done: string[] = [];
  while (open.length > 0) {
    if (open.length + done.length > MOST_ALTERNATIVES) return null;
    open = open.flatMap((one) => {
      const braces = /(?<!\\)\{([^{}]*,[^{}]*)\}/.exec(one);
      if (braces?.[1] !== undefined) {
        const [head, tail] = [one.slice(0, braces.index), one.slice(braces.index + braces[0].length)];
        return braces[1].split(',').map((choice) => head + choice + tail);
      }
      done.push(one);
      return [];
    });
  }
  return done;
}

function segmentsOf(pattern: string): readonly Segment[] {
  return pattern.split('/').map((text) => (text === '**' ? 'folders' : tokensOf(text)));
}

function tokensOf(text: string): readonly Token[] {
  const pieces = text.match(/\\.|\[[^\]]+\]|\*+|./gsu) ?? [];
  return pieces.map((piece): Token => {
    if (piece.startsWith('*')) return 'run';
    if (piece === '?') return () => true;
    if (piece.length > 2 && piece.startsWith('[')) return oneOf(piece.slice(1, -1));
    const literal = piece.length > 1 && piece.startsWith('\\') ? piece.slice(1) : piece;
    return (character) => character === literal;
  });
}

/** `abc`, `a-z`, or what is not in it after `!` or `^`. */
function oneOf(set: string): (character: string) => boolean {
  const negative = set.length > 1 && /^[!^]/.test(set);
  const ranges = (negative ? set.slice(1) : set).match(/.-.|./gsu) ?? [];
  return (character) =>
    negative !==
    ranges.some((range) => {
      const [first = '', last = first] = range.length > 1 ? range.split(/(?<=^.)-/su) : [range];
      return character >= first && character <= last;
    });
}

function meets(glob: readonly Segment[], names: readonly string[]): boolean {
  return reaches(
    glob,
    names,
    (segment) => segment === 'folders',
    (segment, name) => segment !== 'folders' && meetsName(segment, name),
  );
}

function meetsName(tokens: readonly Token[], name: string): boolean {
  return reaches(
    tokens,
    [...name],
    (token) => token === 'run',
    (token, character) => token !== 'run' && token(character),
  );
}

/** Goes through the things with all places of the pattern that are possible at once; `spans` takes any number of things. */
function reaches<Part, Thing>(
  parts: readonly Part[],
  things: readonly Thing[],
  spans: (part: Part) => boolean,
  takes: (part: Part, thing: Thing) => boolean,
): boolean {
  const start = parts.map(() => false);
  let at = withoutThings(parts, [true, ...start], spans);
  for (const thing of things) {
    const next = [false, ...start];
    for (const [place, part] of parts.entries()) {
      if (at[place] !== true) continue;
      if (spans(part)) next[place] = true;
      else if (takes(part, thing)) next[place + 1] = true;
    }
    at = withoutThings(parts, next, spans);
  }
  return at[parts.length] === true;
}

function withoutThings<Part>(parts: readonly Part[], at: boolean[], spans: (part: Part) => boolean) {
  for (const [place, part] of parts.entries()) if (at[place] === true && spans(part)) at[place + 1] = true;
  return at;
}
