import { type KnownCommand, type KnownOption, type Value, withAllBelow } from './definition.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** The script by which a shell completes the program's words. Each walks them to the command that they name. */
export function completionScript(shell: Shell, program: KnownCommand): string {
  const all = withAllBelow(program);
  switch (shell) {
    case 'bash':
      return bashScript(all);
    case 'zsh':
      return zshScript(all);
    case 'fish':
      return fishScript(all);
  }
}

function bashScript(all: readonly KnownCommand[]): string {
  const values = valuesOf(all, {
    file: 'compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$word")',
    folder: 'compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$word")',
    words: (words) => `mapfile -t COMPREPLY < <(compgen -W ${quoted(words.join(' '))} -- "$word")`,
  });
  return `# menage completion bash: to /etc/bash_completion.d/menage, or source <(menage completion bash)
_menage() {
  local word=\${COMP_WORDS[COMP_CWORD]} at=menage i names=''
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at \${COMP_WORDS[i - 1]}" in
      ${takingValues(all)}) continue ;;
    esac
    case "$at \${COMP_WORDS[i]}" in
      ${below(all)}) at="$at \${COMP_WORDS[i]}" ;;
    esac
  done
  case "$at \${COMP_WORDS[COMP_CWORD - 1]}" in
${values.options.map(([pattern, then]) => `    ${pattern}) ${then}; return ;;`).join('\n')}
  esac
  case "$at" in
${all.map(({ words, commands, options }) => `    ${quoted(words)}) names=${quoted([...namesOf(commands), ...options.flatMap(({ names }) => names)].join(' '))} ;;`).join('\n')}
  esac
  if [[ $word != -* ]]; then
    case "$at" in
${values.arguments.map(([pattern, then]) => `      ${pattern}) ${then}; return ;;`).join('\n')}
    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$names" -- "$word")
}
complete -F _menage menage
`;
}

function zshScript(all: readonly KnownCommand[]): string {
  const values = valuesOf(all, {
    file: '_files',
    folder: '_files -/',
    words: (words) => `compadd -- ${words.map(quoted).join(' ')}`,
  });
  const listed = (name: string, entries: readonly string[]) => `${name}=(${entries.map(quoted).join(' ')})`;
  return `#compdef menage
# menage completion zsh: to a folder of $fpath as _menage, or source <(menage completion zsh) after compinit
_menage() {
  local at=menage i
  local -a subcommands flags
  for ((i = 2; i < CURRENT; i++)); do
    case "$at \${words[i - 1]}" in
      ${takingValues(all)}) continue ;;
    esac
    case "$at \${words[i]}" in
      ${below(all)}) at="$at \${words[i]}" ;;
    esac
  done
  case "$at \${words[CURRENT - 1]}" in
${values.options.map(([pattern, then]) => `    ${pattern}) ${then}; return ;;`).join('\n')}
  esac
  case "$at" in
${all
  .map(({ words, commands, options }) => {
    const shown = commands.map((one) => `${lastWord(one)}:${one.about}`);
    const named = options.flatMap(({ names, about }) => names.map((name) => `${name}:${about}`));
    return `    ${quoted(words)})\n      ${listed('subcommands', shown)}\n      ${listed('flags', named)} ;;`;
  })
  .join('\n')}
  esac
  if [[ \${words[CURRENT]} == -* ]]; then
    _describe -o option flags
    return
  fi
  case "$at" in
${values.arguments.map(([pattern, then]) => `    ${pattern}) ${then} ;;`).join('\n')}
    *) ((\${#subcommands})) && _describe command subcommands || _describe -o option flags ;;
  esac
}
if [[ \${funcstack[1]} == _menage ]]; then _menage "$@"; else compdef _menage menage; fi
`;
}

function fishScript(all: readonly KnownCommand[]): string {
  return `# menage completion fish: to ~/.config/fish/completions/menage.fish, or menage completion fish | source
function __menage_at
    set -l at menage
    set -l before menage
    for word in (commandline -opc)[2..]
        switch "$at $before"
            case ${takingValues(all).replaceAll(' | ', ' ')}
            case '*'
                switch "$at $word"
                    case ${below(all).replaceAll(' | ', ' ')}
                        set at "$at $word"
                end
        end
        set before $word
    end
    echo $at
end
complete -c menage -f
${all.flatMap(fishLines).join('\n')}
`;
}

function fishLines({ words, commands, options, argument }: KnownCommand): readonly string[] {
  const start = `complete -c menage -n ${fishQuoted(`test (__menage_at) = "${words}"`)}`;
  return [
    ...commands.map((one) => `${start} -a ${lastWord(one)} -d ${fishQuoted(one.about)}`),
    ...options.map((option) => `${start} ${fishOption(option)}`),
    ...(argument === null || argument === 'unknown' ? [] : [`${start} ${fishValue(argument)}`]),
  ];
}

function fishOption({ names, about, value }: KnownOption): string {
  const named = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const taken = value === null ? '' : value === 'unknown' ? ' -x' : ` -r ${fishValue(value)}`;
  return `${named.join(' ')} -d ${fishQuoted(about)}${taken}`;
}

function fishValue(value: Exclude<Value, 'unknown'>): string {
  if (value === 'file') return '-F';
  return `-a ${value === 'folder' ? "'(__fish_complete_directories)'" : fishQuoted(value.join(' '))}`;
}

/** How a shell gives what may stand in a place. */
interface Giving {
  readonly file: string;
  readonly folder: string;
  words(words: readonly string[]): string;
}

/** The branches of a `case` over "command option" and over "command": pattern and what to do. */
function valuesOf(all: readonly KnownCommand[], giving: Giving) {
  const give = (value: Value) => {
    if (value === 'unknown') return ':';
    return typeof value === 'string' ? giving[value] : giving.words(value);
  };
  return {
    options: all.flatMap(({ words, options }) =>
      options.flatMap(({ names, value }) =>
        value === null
          ? []
          : [[names.map((name) => quoted(`${words} ${name}`)).join(' | '), give(value)] as const],
      ),
    ),
    arguments: all.flatMap(({ words, argument }) =>
      argument === null || argument === 'unknown' ? [] : [[quoted(words), give(argument)] as const],
    ),
  };
}

/** The options that take the next word, as a pattern: what stands there names no command. */
function takingValues(all: readonly KnownCommand[]): string {
  const taking = all.flatMap(({ words, options }) =>
    options.flatMap(({ names, value }) =>
      value === null ? [] : names.map((name) => quoted(`${words} ${name}`)),
    ),
  );
  return taking.join(' | ');
}

function below(all: readonly KnownCommand[]): string {
  return all.flatMap(({ commands }) => commands.map(({ words }) => quoted(words))).join(' | ');
}

function namesOf(commands: readonly KnownCommand[]): readonly string[] {
  return commands.map(lastWord);
}

function lastWord({ words }: KnownCommand): string {
  return words.slice(words.lastIndexOf(' ') + 1);
}

/** One word of bash or zsh. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
