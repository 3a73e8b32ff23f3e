import { Command, CommanderError, Option } from 'commander';
import { EXIT, type ExitCode, MenageError, messageOf } from '../errors.ts';
import { openLog } from '../log.ts';
import { SEVERITIES } from '../model/severity.ts';
import { visibleLines } from '../model/visible-text.ts';
import { commandFirst } from './command-first.ts';
import { type Act, contextOf, type GlobalOptions } from './context.ts';
import { addCredentialCommands } from './credentials-program.ts';
import { askedToEnd } from './signals.ts';
import { addUpkeepCommands } from './upkeep-program.ts';
import { VERSION } from './version.ts';
import { positive } from './whole-number.ts';

/** Runs the program with these arguments and returns its exit code. Never throws. */
export async function runProgram(parameters: readonly string[]): Promise<ExitCode> {
  const asked = askedToEnd();
  let exitCode: ExitCode = EXIT.done;
  const act: Act =
    (job) =>
    async (...given) => {
      const command = given.at(-1);
      if (!(command instanceof Command)) throw new TypeError('commander hands the command over last');
      exitCode = await job(contextOf(command.optsWithGlobals<GlobalOptions>(), asked.signal), command);
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

function program(act: Act, complain: (text: string) => void): Command {
  const menage = new Command('menage')
    .description('Storage-hygiene and sharing auditor for a shared Nextcloud. It only reads the server.')
    .version(VERSION)
    .option('--config <FILE>', 'the config (default: $MENAGE_CONFIG, else menage.yaml of this folder)')
    .option('--verbose', 'say more on standard error')
    .option('--quiet', 'say only what went wrong')
    .addOption(new Option('--log-format <FORMAT>', 'how standard error is written').choices(['text', 'json']))
    .option('--no-color', 'no colours (also NO_COLOR)')
    .exitOverride()
    .configureOutput({ writeErr: complain })
    .showHelpAfterError('Try: menage --help')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', '\nExample:\n  menage audit --config /etc/menage/menage.yaml');
  addAuditCommands(menage, act);
  addLookCommands(menage, act);
  addCredentialCommands(menage, act);
  addUpkeepCommands(menage, act);
  return menage;
}

function addAuditCommands(menage: Command, act: Act): void {
  withAuditOptions(menage.command('audit'))
    .description('read the server, judge, store the run, print a summary')
    .addHelpText('after', '\nExample:\n  menage audit --member anna --json -')
    .action(act(async (context, command) => (await import('./audit.ts')).audit(context, command.opts())));
  withAuditOptions(menage.command('run'))
    .description('audit, report and send: what cron calls')
    .option('--yes', 'send although a safety brake holds')
    .option('--max-duration <DURATION>', 'stop reading after this long, as in 2h')
    .addHelpText('after', '\nExample:\n  menage run --quiet')
    .action(act(async (context, command) => (await import('./run.ts')).run(context, command.opts())));
  menage
    .command('report')
    .description('render a stored run; needs no network')
    .option('--run <ID>', 'the run (default: the latest)', positive)
    .option('--out <DIR>', 'the folder (default: output.directory/YYYY-MM)')
    .option('--format <LIST>', 'html,csv,json,text,mails,metrics (default: all but mails)')
    .option(
      '--preview <MEMBER>',
      "serve this member's mail on a loopback address, rendered anew at each look",
    )
    .addHelpText('after', '\nExample:\n  menage report --format html,csv --out /tmp/report')
    .action(act(async (context, command) => (await import('./report.ts')).report(context, command.opts())));
  menage
    .command('send')
    .description("deliver a run's mails and the admin message; never one twice")
    .option('--run <ID>', 'the run (default: the latest)', positive)
    .option('--dry-run', 'write the mails as .eml files and send nothing')
    .option('--out <DIR>', 'the folder of the dry run (default: output.directory/YYYY-MM)')
    .option('--yes', 'send although a safety brake holds')
    .addOption(new Option('--retry <WHAT>', 'also send again what was refused for good').choices(['refused']))
    .addHelpText('after', '\nExample:\n  menage send --dry-run --out /tmp/mails')
    .action(act(async (context, command) => (await import('./send.ts')).send(context, command.opts())));
}

function withAuditOptions(command: Command): Command {
  return command
    .option('--member <ID...>', 'only these members')
    .option('--full', 'read everything anew, also what has not changed')
    .option('--json <FILE>', 'write the result as JSON (- = standard output)')
    .addOption(
      new Option('--fail-on <SEVERITY>', 'exit 1 when a finding is at or above').choices([...SEVERITIES]),
    );
}

function addLookCommands(menage: Command, act: Act): void {
  menage
    .command('checks')
    .argument('[ID]', 'one check: why, remedy, options')
    .description('list the checks, or explain one')
    .addHelpText('after', '\nExample:\n  menage checks large-stale-file')
    .action(act(async (context, command) => (await import('./checks.ts')).checks(context, command.args[0])));
  menage
    .command('history')
    .argument('[MEMBER]', 'one member')
    .description('runs and trends')
    .option('--export', 'everything that is kept about the member, as JSON')
    .option('--check', 'exit 3 unless a run finished within this month')
    .addHelpText('after', '\nExample:\n  menage history anna')
    .action(
      act(async (context, command) =>
        (await import('./history.ts')).history(context, command.args[0], command.opts()),
      ),
    );
  menage
    .command('doctor')
    .description('check everything a run needs, and say what to do')
    .option('--member <ID>', 'also what concerns this member')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  menage doctor')
    .action(act(async (context, command) => (await import('./doctor.ts')).doctor(context, command.opts())));
}
