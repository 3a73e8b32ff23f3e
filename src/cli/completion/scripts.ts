import { type KnownCommand, type Value, withAllBelow } from './definition.ts';
import { fishScript } from './fish.ts';
import { below, lastWord, NAME_KINDS, namesOf, quoted, takingValues } from './patterns.ts';

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
    names: (kind) => `_menage_names ${kind}`,
  });
  return `# menage completion bash: to /etc/bash_completion.d/menage, or source <(menage completion bash)
_menage_names() {
  local name
  while IFS= read -r name; do
    [[ $name == "$word"* ]] && COMPREPLY+=("$(printf '%q' "$name")")
  done < <("\${COMP_WORDS[0]}" access --list "$1" "\${config[@]}" 2>/dev/null)
}
_menage() {
  local word=\${COMP_WORDS[COMP_CWORD]} at=menage i names='' config=()
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ \${COMP_WORDS[i - 1]} == --config ]] && config=(--config "\${COMP_WORDS[i]}")
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
    names: (kind) => `_menage_names ${kind}`,
  });
  const listed = (name: string, entries: readonly string[]) => `${name}=(${entries.map(quoted).join(' ')})`;
  return `#compdef menage
# menage completion zsh: to a folder of $fpath as _menage, or source <(menage completion zsh) after compinit
_menage_names() {
  compadd -- \${(f)"$("\${words[1]}" access --list "$1" $config 2>/dev/null)"}
}
_menage() {
  local at=menage i
  local -a subcommands flags config
  for ((i = 2; i < CURRENT; i++)); do
    [[ \${words[i - 1]} == --config ]] && config=(--config "\${words[i]}")
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

/** How a shell gives what may stand in a place. */
interface Giving {
  readonly file: string;
  readonly folder: string;
  words(words: readonly string[]): string;
  names(kind: (typeof NAME_KINDS)[keyof typeof NAME_KINDS]): string;
}

/** The branches of a `case` over "command option" and over "command": pattern and what to do. */
function valuesOf(all: readonly KnownCommand[], giving: Giving) {
  const give = (value: Value) => {
    if (value === 'unknown') return ':';
    if (value === 'member' || value === 'subject') return giving.names(NAME_KINDS[value]);
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
