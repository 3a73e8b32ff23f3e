import { UsageError } from '../model/errors.ts';
import { shellWord } from '../model/text/shell-word.ts';
import { isSsh, runProcess } from './process.ts';

/** How occ is called on most servers, where nothing else is known. */
export const USUAL_OCC = 'sudo -u www-data php /var/www/nextcloud/occ';

/** What became of one command of occ. */
export interface OccOutcome {
  readonly done: boolean;
  /** What it printed: on standard output where it went well, else on both. It may hold a password. */
  readonly printed: string;
}

/**
 * Runs one command of the server's occ.
 * @param command the words that run occ, as in `['ssh', 'cloud', 'php', 'occ']`; no shell of ours sees them, and for ssh,
 * which hands its words to a shell over there, those of the command are quoted.
 * @param key where they were named, for the message.
 * @throws {UsageError} where there is no such program.
 */
export async function runOcc(
  command: readonly string[],
  words: readonly string[],
  key: string,
  stop?: AbortSignal,
): Promise<OccOutcome> {
  const [program = '', ...first] = command;
  const rest = isSsh(program) ? words.map(shellWord) : words;
  try {
    return { done: true, printed: await runProcess(program, [...first, ...rest], stop) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if ('code' in error && error.code === 'ENOENT')
      throw new UsageError(`There is no program "${program}": correct ${key}.`);
    return { done: false, printed: printedBy(error) };
  }
}

/** `execFile` lays what the program printed on its error. */
function printedBy(error: Error): string {
  const texts = [...('stdout' in error ? [error.stdout] : []), ...('stderr' in error ? [error.stderr] : [])];
  return texts.filter((text) => typeof text === 'string').join('');
}

/**
 * The words of a command as it is typed in a shell, with quotes and backslashes; nothing is replaced in them.
 * @throws {UsageError} where there are none, or a quote stays open.
 */
export function typedWords(text: string): readonly string[] {
  const WORD = /(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+/gsu;
  const PART = /\\(.)|'([^']*)'|"((?:[^"\\]|\\.)*)"/gsu;
  const words = text.match(WORD) ?? [];
  if (words.length === 0 || text.replaceAll(WORD, '').trim() !== '')
    throw new UsageError(
      `--occ ${text} is no command: write it as you would type it, as in 'docker exec -u www-data nextcloud php occ'.`,
    );
  return words.map((word) =>
    word.replaceAll(
      PART,
      (_, escaped?: string, single?: string, double?: string) =>
        escaped ?? single ?? (double ?? '').replaceAll(/\\(["\\$`])/g, '$1'),
    ),
  );
}
