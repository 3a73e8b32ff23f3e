import { type Document, isScalar, type LineCounter, parseDocument, visit } from 'yaml';
import { messageOf } from '../model/errors.ts';
import { andMore, MOST, type Problem } from './problems.ts';

/** Hundreds of exceptions fit; what is longer is another file. */
const LONGEST = 256 * 1024;
const MOST_ALIASES = 100;

/** A document for its lines, its value, and the keys that stand twice in it: the rest can be judged all the same. */
interface ReadYaml {
  readonly document: Document;
  readonly value: unknown;
  readonly repeated: readonly Problem[];
}

/**
 * Reads YAML that may be anything: too long, nested without end, or growing by its aliases.
 * @returns what was read, or what is wrong, with lines.
 */
export function readYaml(
  text: string,
  lines: LineCounter,
): ReadYaml | { readonly problems: readonly Problem[] } {
  if (text.length > LONGEST) return { problems: [problem(null, 'the file is larger than 256 KB')] };
  // The parser compares each key with each; ours below takes one look at each.
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: 'error' } as const;
  const document = parseDocument(text, options);
  const problemsOf = (wrong: readonly Wrong[]) => [
    ...wrong.slice(0, MOST).map(({ at, message }) => problem(lines.linePos(at).line, clear(message))),
    ...andMore(wrong.length),
  ];
  if (document.errors.length > 0)
    return { problems: problemsOf(document.errors.map(({ pos, message }) => ({ at: pos[0], message }))) };
  try {
    return {
      document,
      value: document.toJS({ maxAliasCount: MOST_ALIASES }),
      repeated: problemsOf(repeated(document)),
    };
  } catch (error) {
    // An alias to nothing, or too many of them: found only now.
    return { problems: [problem(null, clear(messageOf(error)))] };
  }
}

interface Wrong {
  readonly at: number;
  readonly message: string;
}

/** Keys that stand twice in one place: of two values the later one would win in silence. */
function repeated(document: Document): readonly Wrong[] {
  const found: Wrong[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name))
          found.push({ at: key.range?.[0] ?? 0, message: `the key "${name}" stands twice` });
        seen.add(name);
      }
    },
  });
  return found;
}

function problem(line: number | null, message: string): Problem {
  return { line, key: '(YAML)', message };
}

/** What the parser runs into where brackets are nested without end. */
function clear(message: string): string {
  return /call stack/.test(message) ? 'it is nested too deep' : message;
}
