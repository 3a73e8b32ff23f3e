import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../../config/load.ts';
import { readNamedFile } from '../../files/read.ts';
import { UsageError } from '../../model/errors.ts';
import { writtenText } from '../../model/text/written-text.ts';
import { PACKAGE_FOLDER } from '../../package.ts';
import { type CompiledTemplates, compileTemplates, type Templates } from '../../report/templates.ts';
import { namesIn } from './template-folder.ts';

/** The templates that come with the program. */
const OWN = fileURLToPath(new URL('templates', PACKAGE_FOLDER));
/** The scripts of the pages as the build bundles them, by the name under which a page asks for them. */
const SCRIPTS = [
  ['page/script.js', fileURLToPath(new URL('dist/report/page/script.js', PACKAGE_FOLDER))],
  ['portal/script.js', fileURLToPath(new URL('dist/portal/script.js', PACKAGE_FOLDER))],
] as const;

/**
 * The templates, each replaced by the one of the same name in `templates.directory`.
 * @throws {UsageError} naming the file, the line and what is missing.
 */
export function templatesOf(config: Pick<Config, 'templates'> | null): CompiledTemplates {
  const own = new Map([
    ...textsIn(OWN, (name) => !name.startsWith('locales/')),
    ...SCRIPTS.map(([name, file]) => [name, textOf(file)] as const),
  ]);
  const theirs =
    config?.templates === undefined ? new Map<string, string>() : textsIn(config.templates.directory);
  for (const name of theirs.keys()) {
    if (own.has(name) || name.startsWith('words/')) continue;
    const beside = [...own.keys()].filter((known) => dirname(known) === dirname(name));
    const known = beside.length > 0 ? beside : [...own.keys()];
    throw new UsageError(
      `${join(config?.templates?.directory ?? '', name)} replaces no template; known are: ${known.join(', ')}.`,
    );
  }
  const texts = new Map([...own, ...theirs]);
  if (last === null || !isDeepStrictEqual(last.texts, texts)) {
    // Those that come with the program are proven by its tests.
    last = { texts, compiled: compileTemplates(texts, new Set(theirs.keys())) };
  }
  return last.compiled;
}

/** A run lays out page, mails, and the page again: what has not changed is compiled once. */
let last: { readonly texts: Templates; readonly compiled: CompiledTemplates } | null = null;

function textsIn(folder: string, isWanted: (name: string) => boolean = () => true): Map<string, string> {
  const names = namesIn(folder).filter(isWanted);
  return new Map(names.map((name) => [name, textOf(join(folder, name))]));
}

function textOf(path: string): string {
  return writtenText(readNamedFile(path, 'a template', 'any'), path);
}
