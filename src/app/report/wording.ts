import { join } from 'node:path';
import { isMap, isScalar, LineCounter, parseDocument, type Range } from 'yaml';
import { CHECKS } from '../../checks/index.ts';
import type { Config } from '../../config/load.ts';
import { UsageError } from '../../errors.ts';
import { readNamedFile } from '../../files/read.ts';
import { LANGUAGES, type Language } from '../../model/member.ts';
import { writtenText } from '../../model/written-text.ts';
import { type Rewording, reworded } from '../../report/text/rewording.ts';
import { OWN_WORDS, type Wording } from '../../report/text/wording.ts';
import { namesIn } from './template-folder.ts';

/** Where sentences stand below `templates.directory`. */
export const WORDS_FOLDER = 'words/';
const WORDS_FILE = /^words\/(\w+)\.(?:yaml|yml|json)$/;

/** How the views speak without a word of the organisation's own. */
export const OWN_VOICE: Wording = { words: OWN_WORDS, checks: CHECKS };

/**
 * How the views speak, with the sentences of `words/fr.yaml` and `words/en.yaml` in `templates.directory`.
 * @throws {UsageError} naming for every wrong sentence file, line, key and what is wrong.
 */
export function wordingOf({ templates }: Pick<Config, 'templates'>): Wording {
  const directory = templates?.directory;
  if (directory === undefined) return OWN_VOICE;
  const names = namesIn(directory).filter((name) => name.startsWith(WORDS_FOLDER));
  return reworded(
    OWN_VOICE,
    names.flatMap((name) => rewordingsIn(join(directory, name), languageOf(directory, name))),
  );
}

function languageOf(directory: string, name: string): Language {
  const language = LANGUAGES.find((one) => one === WORDS_FILE.exec(name)?.[1]);
  if (language !== undefined) return language;
  const known = LANGUAGES.map((one) => `${WORDS_FOLDER}${one}.yaml`).join(', ');
  throw new UsageError(`${join(directory, name)} holds no sentences; name it ${known}, or .json.`);
}

/** The sentences of a file: `key: sentence`, or keys in groups. JSON is YAML too. */
function rewordingsIn(file: string, language: Language): readonly Rewording[] {
  const lines = new LineCounter();
  const { errors, contents } = parseDocument(writtenText(readNamedFile(file, 'sentences', 'any'), file), {
    lineCounter: lines,
    prettyErrors: false,
  });
  const at = (range: Range | null | undefined) => `${file}:${lines.linePos(range?.[0] ?? 0).line}`;
  if (errors.length > 0)
    throw new UsageError(errors.map(({ pos, message }) => `${at([...pos, pos[1]])}: ${message}`).join('\n'));
  if (contents === null) return [];
  return leavesOf(contents, '').map(({ key, message, range }) => {
    if (typeof message === 'string' && key !== '') return { language, key, message, where: at(range) };
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
