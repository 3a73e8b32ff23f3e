import type { Command } from 'commander';

/**
 * The same words with the command in front of its options: `--json - audit` as `audit --json -`. Left as they are
 * where no command is named, or what stands before it are not its options.
 */
export function commandFirst(menage: Command, words: readonly string[]): readonly string[] {
  for (const [at, word] of words.entries()) {
    const command = menage.commands.find((one) => one.name() === word);
    if (command === undefined || !areOptions(words.slice(0, at), withAncestors(command))) continue;
    const rest = [...words.slice(0, at), ...words.slice(at + 1)];
    return [word, ...(command.commands.length > 0 ? commandFirst(command, rest) : rest)];
  }
  return words;
}

/** The command, those above it and those below it: the options of each may stand anywhere. */
function withAncestors(command: Command): readonly Command[] {
  const above: Command[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) above.push(at);
  return [...above, ...command.commands];
}

/** Whether words are options of these commands, each with the value that it wants. */
function areOptions(words: readonly string[], commands: readonly Command[]): boolean {
  const options = commands.flatMap((command) => command.options);
  for (let at = 0; at < words.length; at++) {
    const [name, value] = (words[at] ?? '').split('=', 2);
    const option = options.find(({ long, short }) => name === long || name === short);
    if (option === undefined) return false;
    if (!option.required || value !== undefined) continue;
    if (words[++at] === undefined) return false;
    while (option.variadic && at + 1 < words.length && !words[at + 1]?.startsWith('-')) at++;
  }
  return true;
}
