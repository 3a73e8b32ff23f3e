import { type Command, Option } from 'commander';
import { LANGUAGES } from '../model/member.ts';
import { ACCESS_FORMATS, LISTED_KINDS } from '../report/export/access/answer.ts';
import { SHEET_FORMATS } from '../report/leaver/sheet.ts';
import type { Act } from './context.ts';
import { csvDialectOption, positive } from './options.ts';

/** Adds the commands that show what is known, and change nothing. */
export function addLookCommands(menage: Command, act: Act): void {
  menage
    .command('checks')
    .argument('[ID]', 'one check: why, remedy, options')
    .description('list the checks, or explain one')
    .addHelpText('after', '\nExample:\n  menage checks large-stale-file')
    .action(act(async (context, command) => (await import('./checks.ts')).checks(context, command.args[0])));
  menage
    .command('access')
    .argument('[WHO]', 'a person, a group, an address, a domain; group:NAME where a word could mean several')
    .description('who can reach what, and by which way, as a stored run knows it; needs no network')
    .option('--anyone', 'what is open to whoever has a link')
    .option('--path <OWNER:/PATH>', 'who reaches this file or folder; space:NAME:/PATH in a group folder')
    .addOption(
      new Option('--list <KIND>', 'no answer but the names that it may be about, one a line')
        .choices([...LISTED_KINDS])
        .conflicts(['anyone', 'path', 'since']),
    )
    .option('--since <RUN>', 'only what changed since an earlier run: its number, or a day YYYY-MM-DD')
    .option('--run <ID>', 'the run (default: the latest)', positive)
    .addOption(new Option('--format <FORMAT>', 'how').choices([...ACCESS_FORMATS]).default('text'))
    .addOption(csvDialectOption())
    .option('--out <FILE>', 'write it there, for nobody else to read (default: standard output)')
    .addHelpText(
      'after',
      '\nExample:\n  menage access anna\n  menage access partner.example --format csv --out partner.csv\n' +
        '  menage access --path anna:/Photos --since 2026-10-01',
    )
    .action(
      act(async (context, command) =>
        (await import('./access.ts')).access(context, command.args[0], command.opts()),
      ),
    );
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
    .command('leaver')
    .argument('<MEMBER>', 'the uid')
    .description('what to settle when a member leaves, as one page to work through; needs no network')
    .option('--run <ID>', 'the run (default: the latest)', positive)
    .addOption(new Option('--format <FORMAT>', 'how').choices([...SHEET_FORMATS]).default('text'))
    .option('--out <FILE>', 'write it there, for nobody else to read (default: standard output)')
    .option('--for-member', 'the short version, for the member: what to hand over before you go')
    .addOption(
      new Option(
        '--language <LANGUAGE>',
        "of the sheet (default: the organisation's, with --for-member the member's)",
      ).choices([...LANGUAGES]),
    )
    .addHelpText(
      'after',
      '\nExample:\n  menage leaver anna --format html --out anna.html\n  menage leaver anna --for-member',
    )
    .action(
      act(async (context, command) =>
        (await import('./leaver.ts')).leaver(context, command.args[0] ?? '', command.opts()),
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
