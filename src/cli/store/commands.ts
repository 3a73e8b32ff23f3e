import type { Command } from 'commander';
import type { Act } from '../context.ts';

/** `menage store …`: where what menage remembers is kept. */
export function addStoreCommands(menage: Command, act: Act): void {
  const store = menage
    .command('store')
    .description('move what menage remembers to another place: copy')
    .addHelpText('after', '\nExample:\n  menage store copy postgres://menage@db.example.org/menage');
  store
    .command('copy')
    .argument(
      '<STORE...>',
      'FROM and TO, paths or addresses as "store" of the config has them; one alone is TO, and the config names FROM',
    )
    .description('copy a store, as from SQLite to PostgreSQL, and compare both; goes on where it was stopped')
    .option('--from-password-file <FILE>', 'holds the password of FROM (mode 600; else PGPASSWORD)')
    .option('--from-ca <FILE>', 'the certificate of its own authority')
    .option('--to-password-file <FILE>', 'holds the password of TO (mode 600; else PGPASSWORD)')
    .option('--to-ca <FILE>', 'the certificate of its own authority')
    .addHelpText(
      'after',
      '\nExample:\n  menage store copy postgres://menage@db.example.org/menage --to-password-file db-password\n' +
        '  menage store copy postgres://menage@db.example.org/menage menage.db --from-password-file db-password',
    )
    .action(
      act(async (context, command) =>
        (await import('./copy.ts')).runCopy(context, command.args, command.opts()),
      ),
    );
}
