import { type Command, Option } from 'commander';
import type { Act } from '../context.ts';

/** Adds what the portal needs of the command line. */
export function addPortalCommands(menage: Command, act: Act): void {
  menage
    .command('serve')
    .description('the portal, where members and admins act by themselves; until Ctrl-C')
    .addHelpText(
      'after',
      '\nExample:\n  menage serve --quiet\n  menage serve --config fleet.yaml    the portals of all instances of a fleet',
    )
    .action(act(async (context) => (await import('./serve.ts')).serve(context)));
  menage
    .command('invite')
    .description('ask by mail for access whoever has not given it; two reminders at most')
    .option('--dry-run', 'write the invitations as .eml files and send nothing')
    .option('--out <DIR>', 'the folder of the dry run (default: output.directory)')
    .option('--yes', 'send although a safety brake holds, or for the first time')
    .addOption(
      new Option(
        '--to <ADDRESS>',
        'a test: all invitations go to this address alone, and none counts as sent',
      ).conflicts(['dryRun', 'yes']),
    )
    .addHelpText('after', '\nExample:\n  menage invite --dry-run --out /tmp/invitations')
    .action(act(async (context, command) => (await import('./invite.ts')).invite(context, command.opts())));
  const portal = menage
    .command('portal')
    .description('what an administrator does for members on the portal: link')
    .addHelpText('after', '\nExample:\n  menage portal link anna');
  portal
    .command('link')
    .argument('<USER>', 'the account, as Nextcloud names it')
    .description('print an address by which this person signs in within 30 minutes')
    .addHelpText('after', '\nExample:\n  menage portal link anna')
    .action(
      act(async (context, command) => (await import('./link.ts')).link(context, command.args[0] ?? '')),
    );
}
