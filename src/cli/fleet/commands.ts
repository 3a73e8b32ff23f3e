import { type Command, Option } from 'commander';
import type { Act } from '../context.ts';

/** `menage fleet …`: many Nextclouds, looked after by workers. */
export function addFleetCommands(menage: Command, act: Act): void {
  const fleet = menage
    .command('fleet')
    .description('many Nextclouds: list, add, pause, run, status, take-out, erase')
    .addHelpText('after', '\nExample:\n  menage fleet status --config fleet.yaml');
  fleet
    .command('list')
    .description('the instances, where each is kept and when it is read')
    .addOption(formatOption(['text', 'json']))
    .addHelpText('after', '\nExample:\n  menage fleet list --config fleet.yaml')
    .action(act(async (context, command) => (await import('./list.ts')).list(context, command.opts())));
  fleet
    .command('add')
    .argument('<NAME>', 'small letters, digits and dashes')
    .description('add an instance, once its config can be used beside the others')
    .option('--from <FILE>', "its menage.yaml (default: the one that lies in the fleet's folder)")
    .option('--replace', 'in the place of one that is there')
    .addHelpText('after', '\nExample:\n  menage fleet add coop-lyon --from menage.yaml --config fleet.yaml')
    .action(
      act(async (context, command) =>
        (await import('./change.ts')).add(context, command.args[0] ?? '', command.opts()),
      ),
    );
  fleet
    .command('pause')
    .argument('<NAME...>', 'the instances')
    .description('read and mail nothing there until it is to go on')
    .option('--off', 'let them go on')
    .addHelpText('after', '\nExample:\n  menage fleet pause coop-lyon --config fleet.yaml')
    .action(
      act(async (context, command) =>
        (await import('./change.ts')).pauseInstances(context, command.args, command.opts()),
      ),
    );
  fleet
    .command('run')
    .argument('<NAME...>', 'the instances')
    .description('queue a reading of each for the next worker that is free')
    .option('--mails', 'and the reports and mails that are due')
    .addHelpText('after', '\nExample:\n  menage fleet run coop-lyon --config fleet.yaml')
    .action(
      act(async (context, command) =>
        (await import('./change.ts')).runInstances(context, command.args, command.opts()),
      ),
    );
  fleet
    .command('status')
    .description('how every instance stands: last run, coverage, mails, troubles; names no member')
    .addOption(formatOption(['text', 'json', 'html', 'metrics']))
    .option('--out <FILE>', 'write it there (default: standard output)')
    .addHelpText('after', '\nExample:\n  menage fleet status --format html --out /srv/host/menage.html')
    .action(act(async (context, command) => (await import('./list.ts')).status(context, command.opts())));
  fleet
    .command('take-out')
    .argument('<NAME>', 'the instance')
    .description('copy the store and the config of an instance into a folder; erases nothing')
    .requiredOption('--out <FOLDER>', 'an empty folder, or one that is not there yet')
    .addHelpText('after', '\nExample:\n  menage fleet take-out coop-lyon --out /srv/handover/coop-lyon')
    .action(
      act(async (context, command) =>
        (await import('./change.ts')).takeOutInstance(context, command.args[0] ?? '', command.opts()),
      ),
    );
  fleet
    .command('erase')
    .argument('<NAME>', 'the instance')
    .description('erase an instance whole: store, jobs, reports, vault, config')
    .option('--yes', 'do not ask (needed without a terminal)')
    .addHelpText('after', '\nExample:\n  menage fleet erase coop-lyon --config fleet.yaml')
    .action(
      act(async (context, command) =>
        (await import('./change.ts')).erase(context, command.args[0] ?? '', command.opts()),
      ),
    );
}

function formatOption(formats: readonly string[]): Option {
  return new Option('--format <FORMAT>', 'how').choices(formats).default('text');
}
