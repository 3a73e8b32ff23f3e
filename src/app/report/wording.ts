import { join } from 'node:path';
import type { Config } from '../../config/load.ts';
import { readNamedFile } from '../../files/read.ts';
import { UsageError } from '../../model/errors.ts';
import { LANGUAGES, type Language } from '../../model/member.ts';
import { writtenText } from '../../model/text/written-text.ts';
import { messagesIn } from '../../report/text/message-file.ts';
import { type Rewording, reworded } from '../../report/text/rewording.ts';
import type { Words } from '../../report/text/words.ts';
import { ownMessages } from './locales.ts';
import { namesIn } from './template-folder.ts';

/** Where sentences stand below `templates.directory`. */
export const WORDS_FOLDER = 'words/';
const WORDS_FILE = /^words\/(\w+)\.(?:yaml|yml|json)$/;

/**
 * The messages of the program, with those of the organisation from `words/fr.yaml` and `words/en.yaml` in `templates.directory`.
 * @throws {UsageError} naming for every wrong sentence file, line, key and what is wrong.
 */
export function wordsOf({ templates }: Pick<Config, 'templates'>): Words {
  const directory = templates?.directory;
  if (directory === undefined) return ownMessages;
  const names = namesIn(directory).filter((name) => name.startsWith(WORDS_FOLDER));
  return reworded(
    ownMessages,
    names.flatMap((name) => rewordingsIn(join(directory, name), languageOf(directory, name))),
  );
}

function languageOf(directory: string, name: string): Language {
  const language = LANGUAGES.find((one) => one === WORDS_FILE.exec(name)?.[1]);
  if (language !== undefined) return language;
  const known = LANGUAGES.map((one) => `${WORDS_FOLDER}${one}.yaml`).join(', ');
  throw new UsageError(`${join(directory, name)} holds no sentences; name it ${known}, or .json.`);
}

/** The sentences of a file, which may be a translator's: it has the form of `templates/locales/`. */
function rewordingsIn(file: string, language: Language): readonly Rewording[] {
  const text = writtenText(readNamedFile(file, 'sentences', 'any'), file);
  return messagesIn(text, file).map((one) => ({ ...one, language }));
}
