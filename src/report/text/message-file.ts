import { isMap, isScalar, LineCounter, parseDocument, type Range } from 'yaml';
import { UsageError } from '../../model/errors.ts';

/** A message of a file, with file and line for problems. */
export interface WrittenMessage {
  readonly key: string;
  readonly message: string;
  readonly where: string;
}

/**
 * The messages of a YAML file: `key: message`, or keys in groups, whose names stand before a dot. JSON is YAML too.
 * @param file its name, for problems.
 * @throws {UsageError} naming file and line of what is no message.
 */
export function messagesIn(text: string, file: string): readonly WrittenMessage[] {
  const lines = new LineCounter();
  const { errors, contents } = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (range: Range | null | undefined) => `${file}:${lines.linePos(range?.[0] ?? 0).line}`;
  if (errors.length > 0)
    throw new UsageError(errors.map(({ pos, message }) => `${at([...pos, pos[1]])}: ${message}`).join('\n'));
  if (contents === null) return [];
  return leavesOf(contents, '').map(({ key, message, range }) => {
    if (typeof message === 'string' && key !== '') return { key, message, where: at(range) };
    throw new UsageError(`${at(range)}: ${key || 'the file'}: write "key: sentence", the sentence in quotes`);
  });
}

interface Leaf {
  readonly key: string;
  readonly message: unknown;
  readonly range: Range | null | undefined;
}

/** What stands below a node, each with the names on the way to it joined by dots. */
function leavesOf(node: unknown, key: string, range?: Range | null): readonly Leaf[] {
  if (isMap(node)) {
    return node.items.flatMap((pair) => {
      const name = isScalar(pair.key) ? String(pair.key.value) : '?';
      const place = isScalar(pair.key) ? pair.key.range : node.range;
      return leavesOf(pair.value, key === '' ? name : `${key}.${name}`, place);
    });
  }
  return [{ key, message: isScalar(node) ? node.value : null, range }];
}
