import type { Argument, Command, Option } from 'commander';

/** What may stand as the value of an option or as an argument: `member` and `subject` are names of the latest run. */
export type Value = 'file' | 'folder' | 'member' | 'subject' | 'unknown' | readonly string[];

/** An option; its value is null where it takes none. */
export interface KnownOption {
  /** As --help shows it: "--run <ID>". */
  readonly flags: string;
  readonly names: readonly string[];
  readonly about: string;
  readonly value: Value | null;
}

/** A command as a shell completes it, and as the man page lists it. */
export interface KnownCommand {
  /** As typed: "menage credentials list". */
  readonly words: string;
  readonly about: string;
  readonly commands: readonly KnownCommand[];
  /** Those of the commands above too, which may stand anywhere. */
  readonly options: readonly KnownOption[];
  /** Of its first argument; null where it takes none. */
  readonly argument: Value | null;
}

/** Reads a command and all below it from commander's own definition. */
export function knownCommand(command: Command, above = ''): KnownCommand {
  const words = `${above} ${command.name()}`.trim();
  const help = command.createHelp();
  const [first] = command.registeredArguments;
  return {
    words,
    about: command.description(),
    commands: command.commands.map((one) => knownCommand(one, words)),
    options: [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)].map(knownOption),
    argument: first === undefined ? null : valueFor(first, first.name()),
  };
}

/** The command itself, then those below it, depth first. */
export function withAllBelow(command: KnownCommand): readonly KnownCommand[] {
  return [command, ...command.commands.flatMap(withAllBelow)];
}

function knownOption(option: Option): KnownOption {
  const { flags, short, long, description } = option;
  const takes = option.required || option.optional;
  return {
    flags,
    names: [short, long].filter((name) => name !== undefined),
    about: description,
    value: takes ? valueFor(option, option.flags) : null,
  };
}

/** By its choices, else by the word that stands for it: `<FILE>`, `<DIR>`, `<MEMBER>`, `<WHO>`. */
function valueFor({ argChoices }: Pick<Argument | Option, 'argChoices'>, word: string): Value {
  if (argChoices !== undefined) return argChoices;
  if (/\bFILE\b/.test(word)) return 'file';
  if (/\bMEMBER\b/.test(word)) return 'member';
  if (/\bWHO\b/.test(word)) return 'subject';
  return /\bDIR\b/.test(word) ? 'folder' : 'unknown';
}
