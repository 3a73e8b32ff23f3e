import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { openLog } from '../log.ts';
import { EXIT, EXIT_MEANINGS, type ExitCode, MenageError, messageOf } from '../model/errors.ts';
import { visibleLines } from '../model/text/visible-text.ts';
import { PACKAGE_FOLDER } from '../package.ts';
import { addCommands } from './commands.ts';
import { type Act, type Context, contextOf, exitCodeAfter, type GlobalOptions } from './context.ts';

const MANIFEST: { readonly version?: unknown } = JSON.parse(
  readFileSync(new URL('package.json', PACKAGE_FOLDER), 'utf8'),
);
const VERSION = String(MANIFEST.version);

/** Runs the program with these arguments and returns its exit code. Never throws. */
export async function runProgram(parameters: readonly string[]): Promise<ExitCode> {
  const asked = askedToEnd();
  let exitCode: ExitCode = EXIT.done;
  const act: Act =
    (job) =>
    async (...given) => {
      const command = given.at(-1);
      if (!(command instanceof Command)) throw new TypeError('commander hands the command over last');
      if (READ_ALONE.has(command.name())) asked.endAtOnce();
      const options = command.optsWithGlobals<GlobalOptions>();
      exitCode = await job(await contextFor(options, asked.signal), command);
    };
  try {
    const menage = program(act, (text) => tell(text, parameters));
    await menage.parseAsync([...commandFirst(menage, parameters)], { from: 'user' });
    return exitCode;
  } catch (error) {
    return explain(error, parameters);
  } finally {
    asked.close();
  }
}

/** The context of a command; that of one Nextcloud of a fleet where the options name it. */
async function contextFor(options: GlobalOptions, stop: AbortSignal): Promise<Context> {
  const context = contextOf(options, stop);
  if (options.instance === undefined) return context;
  return (await import('./config.ts')).withInstance(context, options.instance);
}

/** One line about an error on standard error; a stack only for what nobody foresaw, and only when asked. */
function explain(error: unknown, parameters: readonly string[]): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof MenageError) {
    tell(`menage: ${error.message}\n`, parameters);
    return error.exitCode;
  }
  const stack = error instanceof Error && parameters.includes('--verbose') ? `\n${error.stack ?? ''}` : '';
  tell(
    `menage: this should not have happened: ${messageOf(error)}. Please report it with menage ${VERSION}, ` +
      `Node ${process.versions.node} and the output of the same command with --verbose.${stack}\n`,
    parameters,
  );
  return EXIT.unforeseen;
}

/** What ends a command, on standard error, in the form that was asked for. */
function tell(text: string, parameters: readonly string[]): void {
  const asJson = /(^| )--log-format[ =]json( |$)/.test(parameters.join(' '));
  if (asJson) openLog({ level: 'info', format: 'json' }, process.stderr).error(text.trim());
  else process.stderr.write(visibleLines(text));
}

const EXIT_CODES = [
  '\nExit codes:',
  ...Object.entries(EXIT_MEANINGS).map(
    ([code, meaning]) => `  ${code.padEnd(4)}${meaning.replaceAll('`', '')}`,
  ),
].join('\n');
const EXIT_CODES_ELSEWHERE = '\nExit codes: menage --help';

/** All commands and options; what they do is handed to `act`. */
export function program(act: Act, complain: (text: string) => void): Command {
  const menage = new Command('menage')
    .description('Storage-hygiene and sharing auditor for a shared Nextcloud. It only reads the server.')
    .version(VERSION)
    .option('--config <FILE>', 'the config (default: $MENAGE_CONFIG, else menage.yaml of this folder)')
    .option('--instance <NAME>', 'which Nextcloud, where the config is that of a fleet')
    .option('--verbose', 'say more on standard error')
    .option('--quiet', 'say only what went wrong')
    .addOption(new Option('--log-format <FORMAT>', 'how standard error is written').choices(['text', 'json']))
    .option('--no-color', 'no colours (also NO_COLOR)')
    .exitOverride()
    .configureOutput({ writeErr: complain })
    .showHelpAfterError('Try: menage --help')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', '\nExample:\n  menage audit --config /var/lib/menage/menage.yaml')
    .addHelpText('afterAll', ({ command }) => (command.parent === null ? EXIT_CODES : EXIT_CODES_ELSEWHERE));
  addCommands(menage, act);
  return menage;
}

/** These change nothing that could be left half done: the first signal ends them. */
const READ_ALONE: ReadonlySet<string> = new Set(['access', 'checks', 'doctor', 'history', 'leaver']);

/** After the first signal; below the 90 s that the systemd unit grants. */
const ENDS_WITHIN_MS = 75_000;

/**
 * Listens for Ctrl-C and SIGTERM. The first asks for an orderly end; the second, or 75 s of whatever holds us up, ends
 * the program at once.
 */
function askedToEnd(): { readonly signal: AbortSignal; endAtOnce(): void; close(): void } {
  const stop = new AbortController();
  let isAtOnce = false;
  const asked = (signal: NodeJS.Signals) => {
    const code = exitCodeAfter(signal === 'SIGTERM' ? 'SIGTERM' : 'SIGINT');
    if (isAtOnce || stop.signal.aborted) process.exit(code);
    stop.abort(signal);
    setTimeout(() => process.exit(code), ENDS_WITHIN_MS).unref();
  };
  process.on('SIGINT', asked).on('SIGTERM', asked);
  return {
    signal: stop.signal,
    endAtOnce: () => {
      isAtOnce = true;
    },
    close: () => {
      process.off('SIGINT', asked).off('SIGTERM', asked);
    },
  };
}

/**
 * The same words with the command in front of its options: `--json - audit` as `audit --json -`. Left as they are
 * where no command is named, or what stands before it are not its options.
 */
function commandFirst(menage: Command, words: readonly string[]): readonly string[] {
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
