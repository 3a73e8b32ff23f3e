import type { KnownCommand } from './definition.ts';

/** The names of `menage access --list`. */
export const NAME_KINDS = { member: 'user', subject: 'all' } as const;

/** The options that take the next word, as a pattern: what stands there names no command. */
export function takingValues(all: readonly KnownCommand[]): string {
  const taking = all.flatMap(({ words, options }) =>
    options.flatMap(({ names, value }) =>
      value === null ? [] : names.map((name) => quoted(`${words} ${name}`)),
    ),
  );
  return taking.join(' | ');
}

/** The commands below others, as a pattern. */
export function below(all: readonly KnownCommand[]): string {
  return all.flatMap(({ commands }) => commands.map(({ words }) => quoted(words))).join(' | ');
}

/** The names of these commands. */
export function namesOf(commands: readonly KnownCommand[]): readonly string[] {
  return commands.map(lastWord);
}

/** As it is typed behind the command above it. */
export function lastWord({ words }: KnownCommand): string {
  return words.slice(words.lastIndexOf(' ') + 1);
}

/** One word of bash or zsh. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
