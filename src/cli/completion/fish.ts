import type { KnownCommand, KnownOption, Value } from './definition.ts';
import { below, lastWord, NAME_KINDS, takingValues } from './patterns.ts';

/** The script for fish. */
export function fishScript(all: readonly KnownCommand[]): string {
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
function __menage_names
    set -l words (commandline -opc)
    set -l config
    if set -l at (contains -i -- --config $words)
        set config --config $words[(math $at + 1)]
    end
    command $words[1] access --list $argv[1] $config 2>/dev/null
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
  if (value === 'member' || value === 'subject') return `-a '(__menage_names ${NAME_KINDS[value]})'`;
  return `-a ${value === 'folder' ? "'(__fish_complete_directories)'" : fishQuoted(value.join(' '))}`;
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
