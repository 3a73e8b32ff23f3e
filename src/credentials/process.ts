import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { promisify } from 'node:util';

/** What a program needs to find its way; no secret of ours is among it. */
const HANDED_ON = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LANGUAGE',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
];
/** ssh alone finds its keys by these. */
const FOR_SSH = ['SSH_AUTH_SOCK', 'KRB5CCNAME'];

const LIMIT = { timeout: 120_000, maxBuffer: 1_000_000 } as const;

/** Whether a command's words leave for another machine. */
export function isSsh(program: string): boolean {
  return basename(program) === 'ssh';
}

/**
 * Runs another program, in an environment of its own: ours holds secrets, and whoever runs as the other's user may read
 * what it was given. Its arguments anybody may read: put no secret there.
 * @param stop ends it.
 * @returns what it printed.
 * @throws what `execFile` throws.
 */
export async function runProcess(
  program: string,
  words: readonly string[],
  stop?: AbortSignal,
): Promise<string> {
  const options = { ...LIMIT, env: cleanEnvironment(program), ...(stop !== undefined && { signal: stop }) };
  const running = promisify(execFile)(program, [...words], options);
  running.child.stdin?.end();
  return (await running).stdout;
}

function cleanEnvironment(program: string): NodeJS.ProcessEnv {
  const names = isSsh(program) ? [...HANDED_ON, ...FOR_SSH] : HANDED_ON;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
