import type { Command } from 'commander';
import type { Act } from './context.ts';
import { positive } from './whole-number.ts';

/** Adds the commands around the audits: to set up, to erase, to try. */
export function addUpkeepCommands(menage: Command, act: Act): void {
  menage
    .command('init')
    .description('ask for what is needed, write menage.yaml, test the connection')
    .option('--url <URL>', 'the address of the Nextcloud')
    .option('--admin <USER>', 'the administrator that menage logs in as')
    .option('--password-file <FILE>', "holds the administrator's app password (mode 600)")
    .option('--from <ADDRESS>', 'the sender of the mails')
    .option('--transport <URL>', 'the mail server, as in smtps://user@mail.example.org')
    .option('--no-test', 'do not test the connection')
    .addHelpText(
      'after',
      '\nExample:\n  menage init --url https://cloud.example.org --admin menage-admin --password-file admin',
    )
    .action(act(async (context, command) => (await import('./init.ts')).init(context, command.opts())));
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
    .option('--out <DIR>', 'where to leave the page and the mails (default: a new folder)')
    .option('--serve', 'keep the server and the mail catcher up')
    .addHelpText('after', '\nExample:\n  menage demo --out /tmp/demo')
    .action(act(async (context, command) => (await import('./demo.ts')).demo(context, command.opts())));
}
