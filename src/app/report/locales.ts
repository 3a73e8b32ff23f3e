import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readNamedFile } from '../../files/read.ts';
import type { Language } from '../../model/member.ts';
import { REASON_KEYS, shownEnglish } from '../../model/reasons/reason.ts';
import { PACKAGE_FOLDER } from '../../package.ts';
import { messagesIn } from '../../report/text/message-file.ts';
import type { Messages } from '../../report/text/words.ts';

/** What the build makes of the YAML files, beside the bundle; beside this file there is none. */
const COMPILED = fileURLToPath(new URL('locales', import.meta.url));
/** The messages as translators write them. */
const WRITTEN = fileURLToPath(new URL('templates/locales', PACKAGE_FOLDER));

const known = new Map<Language, Messages>();

/** The messages of a language that come with the program; read once, when first asked for. */
export function ownMessages(language: Language): Messages {
  const messages = known.get(language) ?? allMessages(language);
  known.set(language, messages);
  return messages;
}

function allMessages(language: Language): Messages {
  const messages = compiledMessages(language) ?? writtenMessages(language);
  return language === 'en' ? new Map([...messages, ...englishReasons()]) : messages;
}

/** The English of reasons is part of the result's contract, and stands in their table. */
function englishReasons(): readonly (readonly [key: string, message: string])[] {
  return REASON_KEYS.map((key) => [`reason.${key}`, shownEnglish(key)]);
}

function compiledMessages(language: Language): Messages | null {
  const file = join(COMPILED, `${language}.json`);
  if (!existsSync(file)) return null;
  return new Map(Object.entries<string>(JSON.parse(textOf(file))));
}

/** The messages as they stand in `templates/locales/`. */
export function writtenMessages(language: Language): Messages {
  const folder = join(WRITTEN, language);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  const all = names.flatMap((name) => messagesIn(textOf(join(folder, name)), name));
  return new Map(all.map(({ key, message }) => [key, message]));
}

function textOf(file: string): string {
  return readNamedFile(file, 'the messages of the program', 'any').toString('utf8');
}
