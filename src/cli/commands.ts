import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { MAJORS, type Played } from '../demo/nextcloud/world/flavour.ts';
import { SEVERITIES } from '../model/severity.ts';
import { SHELLS } from './completion/scripts.ts';
import type { Act } from './context.ts';
import { addCredentialCommands } from './credentials/commands.ts';
import { addFleetCommands } from './fleet/commands.ts';
import { addLookCommands } from './look-commands.ts';
import { csvDialectOption, positive } from './options.ts';
import { addPortalCommands } from './portal/commands.ts';
import { addStoreCommands } from './store/commands.ts';

/** Adds every command with its options; what it does is loaded when it is called. */
export function addCommands(menage: Command, act: Act): void {
  addAuditCommands(menage, act);
  addLookCommands(menage, act);
  addCredentialCommands(menage, act);
  addPortalCommands(menage, act);
  addFleetCommands(menage, act);
  addUpkeepCommands(menage, act);
  addStoreCommands(menage, act);
  addWorkerCommand(menage, act);
}

function addAuditCommands(menage: Command, act: Act): void {
  withAuditOptions(menage.command('audit'))
    .description('read the server, judge, store the run, print a summary')
    .addHelpText('after', '\nExample:\n  menage audit --member anna --json -')
    .action(act(async (context, command) => (await import('./audit.ts')).audit(context, command.opts())));
  withAuditOptions(menage.command('run'))
    .description('audit, report and send: what cron calls')
    .option('--yes', 'send although a safety brake holds, or for the first time')
    .option('--to <ADDRESS>', 'a test: all mails go to this address alone, and none counts as sent')
    .option('--max-duration <DURATION>', 'stop reading after this long, as in 2h')
    .addHelpText('after', '\nExample:\n  menage run --quiet')
    .action(act(async (context, command) => (await import('./run.ts')).run(context, command.opts())));
  menage
    .command('report')
    .description('render a stored run; needs no network')
    .option('--run <ID>', 'the run (default: the latest)', positive)
    .option('--out <DIR>', 'the folder (default: output.directory/YYYY-MM)')
    .option('--format <LIST>', 'html,csv,json,text,mails,metrics (default: all but mails)')
    .addOption(csvDialectOption())
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
    .option('--yes', 'send although a safety brake holds, or for the first time')
    .addOption(
      new Option(
        '--to <ADDRESS>',
        'a test: all mails go to this address alone, and none counts as sent',
      ).conflicts(['dryRun', 'retry']),
    )
    .option('--member <ID>', "with --to: only this member's mail")
    .addOption(new Option('--retry <WHAT>', 'also send again what was refused for good').choices(['refused']))
    .addHelpText(
      'after',
      '\nExample:\n  menage send --dry-run --out /tmp/mails\n  menage send --to me@example.org',
    )
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

/** Adds the commands for hosts of many Nextclouds. */
function addWorkerCommand(menage: Command, act: Act): void {
  menage
    .command('worker')
    .description('do the jobs of a fleet, on as many machines as you like; ends on SIGTERM')
    .option('--jobs <N>', 'how many at a time (default: worker.jobs of the config)', positive)
    .option('--once', 'end when nothing is due any more')
    .addHelpText('after', '\nExample:\n  menage worker --config /etc/menage/fleet.yaml')
    .action(
      act(async (context, command) =>
        (await import('./fleet/worker.ts')).worker(context, command.opts(), menage.version() ?? ''),
      ),
    );
}

/** Adds the commands around the audits: to set up, to erase, to try. */
function addUpkeepCommands(menage: Command, act: Act): void {
  menage
    .command('init')
    .description('ask for what is needed, write menage.yaml, test the connection')
    .option('--url <URL>', 'the address of the Nextcloud')
    .option('--admin <USER>', 'the administrator that menage logs in as')
    .option('--password-file <FILE>', "holds the administrator's app password (mode 600)")
    .option('--from <ADDRESS>', 'the sender of the mails')
    .option('--transport <URL>', 'the mail server, as in smtps://user@mail.example.org')
    .option('--mail-password-file <FILE>', 'holds the password of the mail server (mode 600)')
    .option('--name <NAME>', "the organisation's name")
    .option('--language <LANGUAGE>', 'of the mails, fr or en (default: that of this machine)')
    .option('--group <GROUP...>', 'who is audited (default: all accounts)')
    .option('--admin-mail <ADDRESS...>', 'who gets the audit')
    .option('--help-page <URL>', 'where members find help')
    .option('--ca <FILE>', 'the certificate of an own authority')
    .option('--no-test', 'do not test the connection')
    .addHelpText(
      'after',
      '\nOn a terminal it asks, and tries each answer at once. With --url and --admin it asks nothing.' +
        '\n\nExample:\n  menage init\n' +
        '  menage init --url https://cloud.example.org --admin menage-admin --password-file admin',
    )
    .action(act(async (context, command) => (await import('./init/init.ts')).init(context, command.opts())));
  menage
    .command('forget')
    .argument('<MEMBER>', 'the uid')
    .description('erase a person from the store and the vault')
    .option('--yes', 'do not ask (needed without a terminal)')
    .addHelpText('after', '\nExample:\n  menage forget anna')
    .action(
      act(async (context, command) =>
        (await import('./forget.ts')).forget(context, command.args[0] ?? '', command.opts()),
      ),
    );
  menage
    .command('purge')
    .description('erase old runs')
    .option('--older-than <DURATION>', 'as in 24months')
    .option('--future', 'those that lie in the future, made while the clock was wrong')
    .option('--yes', 'also runs that the retention would keep, without asking')
    .addHelpText('after', '\nExample:\n  menage purge --older-than 24months')
    .action(act(async (context, command) => (await import('./purge.ts')).purge(context, command.opts())));
  menage
    .command('demo')
    .description('the whole thing on a made-up cooperative; needs nothing')
    .option('--members <N>', 'how many members', positive)
    .option('--files <N>', 'how many files in all', positive)
    .option('--seed <N>', 'another cooperative', positive)
    .option('--nextcloud <MAJOR>', 'the version that its server plays: 31 (default), 32 or 34', played)
    .option('--appapi', 'read everybody by one registration, without app passwords')
    .option('--out <DIR>', 'where to leave the page and the mails (default: ./menage-demo)')
    .option('--serve', 'keep the server and the mail catcher up, until Ctrl-C')
    .addHelpText('after', '\nExample:\n  menage demo --out /tmp/demo')
    .action(act(async (context, command) => (await import('./demo.ts')).demo(context, command.opts())));
  menage
    .command('completion')
    .addArgument(new Argument('<SHELL>', 'the shell').choices([...SHELLS]))
    .description('print the script by which a shell completes commands and options')
    .addHelpText('after', '\nExample:\n  source <(menage completion bash)')
    .action(
      act(async (context, command) =>
        (await import('./completion/completion.ts')).completion(context, command),
      ),
    );
}

/** Reads a version that the embedded server plays. */
function played(text: string): Played {
  const found = MAJORS.find((major) => String(major) === text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`must be one of ${MAJORS.join(', ')}.`);
}
