import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { knownCommand } from '../../../src/cli/completion/definition.ts';
import { completionScript, type Shell } from '../../../src/cli/completion/scripts.ts';
import { program, runProgram } from '../../../src/cli/program.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const PROGRAM = knownCommand(
  program(
    () => async () => {},
    () => {},
  ),
);

/** What the script calls for names: the words that it got, and names from outside. */
const PROGRAM_OF_THE_SHELL = `#!/bin/sh
printf '%s\\n' "$*" 'anna' 'an na' 'an$(touch owned)*'
`;

/** How each shell is asked what it would offer for a line whose last word is being typed: one offer a line. */
const ASK: Readonly<Record<Shell, (words: readonly string[]) => readonly string[]>> = {
  bash: (words) => [
    ...['bash', '--norc', '-c'],
    `source ./script; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); compopt() { :; }; _menage; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ...['bash', ...words],
  ],
  // The functions that show offers only work in an editor: these print what they were handed.
  zsh: (words) => [
    ...['zsh', '-f', '-c'],
    `compdef() { :; }; _files() { print -l -- *(\${\${1:+/}:-.},N) }; compadd() { shift; print -l -- "$@" }
    _describe() { print -l -- "\${(@P)@[-1]}" }
    source ./script; words=("$@"); CURRENT=$#; _menage`,
    ...['zsh', ...words],
  ],
  fish: (words) => ['fish', '--no-config', '-c', `source ./script; complete -C "${words.join(' ')}"`],
};

/** What a real shell offers; null where it is not installed. */
function offers(shell: Shell, ...words: readonly string[]): readonly string[] | null {
  const cwd = temporaryFolder('completion');
  writeFileSync(join(cwd, 'script'), completionScript(shell, PROGRAM));
  writeFileSync(join(cwd, 'tokens.json'), '');
  writeFileSync(join(cwd, 'menage'), PROGRAM_OF_THE_SHELL, { mode: 0o755 });
  const [command = '', ...parameters] = ASK[shell](['menage', ...words]);
  const { error, stdout, stderr } = spawnSync(command, parameters, {
    ...{ cwd, encoding: 'utf8' },
    env: { PATH: `${cwd}:${process.env['PATH']}`, HOME: cwd },
  });
  if (error !== undefined) return null;
  expect(stderr).toBe('');
  // zsh and fish show what each is for.
  const names = stdout.split('\n').map((line) => line.split(shell === 'zsh' ? ':' : '\t')[0] ?? '');
  const typed = words.at(-1) ?? '';
  return names.filter((name) => name !== '' && name.startsWith(typed));
}

describe.each(['bash', 'zsh', 'fish'] as const)('menage completion %s', { timeout: 60_000 }, (shell) => {
  it.for([
    [['cred'], ['credentials']],
    [
      ['credentials', 'm'],
      ['mint', 'moved'],
    ],
    [['send', '--dr'], ['--dry-run']],
    [['--quiet', 'send', '--dr'], ['--dry-run']],
    [['credentials', 'mint', '--conf'], ['--config']],
    [['audit', '--fail-on', 'h'], ['high']],
    [['--log-format', 'j'], ['json']],
    [['credentials', 'import', 'tok'], ['tokens.json']],
    [['--config', 'tok'], ['tokens.json']],
    // What stands in the place of a value names no command.
    [['--config', 'credentials', 'check'], ['checks']],
    [['completion', 'f'], ['fish']],
    [['history', 'acc'], ['access --list user']],
    [['--config', 'tokens.json', 'access', 'acc'], ['access --list all --config tokens.json']],
    [
      ['access', 'an'],
      ['an na', 'an$(touch owned)*', 'anna'],
    ],
  ])('offers for %j: %j', ([words = [], expected], { skip }) => {
    const offered = offers(shell, ...words);
    if (offered === null) return skip(`this machine has no ${shell}`);
    // bash is handed words as they are typed.
    const typed = offered.map((word) => (shell === 'bash' ? word.replaceAll(/\\(.)/g, '$1') : word));
    expect(typed.sort()).toEqual(expected);
  });
});

describe('menage completion', () => {
  it('knows every command and option that commander knows', () => {
    expect(PROGRAM.commands.map(({ words }) => words)).toContain('menage credentials');
    for (const shell of ['bash', 'zsh', 'fish'] as const) {
      const script = completionScript(shell, PROGRAM);
      for (const { words } of PROGRAM.commands) expect(script).toContain(words);
      expect(script).toContain('max-duration');
    }
  });

  it('refuses another shell with the ones it knows', async () => {
    expect(await runProgram(['completion', 'tcsh'])).toBe(2);
  });
});
