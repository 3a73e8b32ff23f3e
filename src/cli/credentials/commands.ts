import { type Command, Option } from 'commander';
import { FRONTS } from '../../credentials/appapi/proxy-rule.ts';
import type { Act } from '../context.ts';

/** `menage credentials …`: how members' app passwords come and go. */
export function addCredentialCommands(menage: Command, act: Act): void {
  const credentials = menage
    .command('credentials')
    .description(
      "members' app passwords and the registration that reads everybody: appapi, import, mint, login, list, check, revoke, rotate, moved",
    )
    .addHelpText('after', '\nExample:\n  menage credentials import tokens.json');
  const load = () => import('./credentials.ts');
  credentials
    .command('import')
    .argument(
      '<FILE>',
      'JSON {uid: password} or {uid: {login, password}}, or CSV uid,login,password; - = standard input',
    )
    .description('put app passwords into the vault; sends no request')
    .addHelpText('after', '\nExample:\n  menage credentials import tokens.json')
    .action(act(async (context, command) => (await load()).runImport(context, command.args[0] ?? '-')));
  credentials
    .command('list')
    .description('who has granted access')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  menage credentials list')
    .action(act(async (context, command) => (await load()).runList(context, command.opts())));
  credentials
    .command('check')
    .description('try each one with one cheap request; stops at the third that is refused')
    .addHelpText('after', '\nExample:\n  menage credentials check')
    .action(act(async (context) => (await load()).runCheck(context)));
  credentials
    .command('mint')
    .description("print, or run, the server's own command for every member without a working one")
    .option('--run', 'run it by credentials.occ of the config')
    .option('--take', "read the script's output from standard input")
    .option('--announcement', 'print the announcement to send to the members first')
    .addHelpText(
      'after',
      '\nExample:\n  menage credentials mint > mint.sh\n  sh mint.sh | menage credentials mint --take',
    )
    .action(act(async (context, command) => (await import('./mint.ts')).mint(context, command.opts())));
  credentials
    .command('login')
    .argument('[MEMBER]', 'the uid')
    .description('let a member grant access in the browser (Login Flow v2)')
    .option('--all-missing', 'one member after another')
    .addHelpText('after', '\nExample:\n  menage credentials login anna')
    .action(
      act(async (context, command) =>
        (await import('./login.ts')).login(context, command.args[0], command.opts()),
      ),
    );
  credentials
    .command('moved')
    .argument('<OLD-URL>', 'the address that server.url had before')
    .description('the server has moved to server.url: keep using the app passwords there; sends no request')
    .addHelpText('after', '\nExample:\n  menage credentials moved https://old.example.org')
    .action(act(async (context, command) => (await load()).runMoved(context, command.args[0] ?? '')));
  credentials
    .command('revoke')
    .argument('<MEMBER...>', 'the uids')
    .description('revoke the app passwords on the server and take them out of the vault')
    .addHelpText('after', '\nExample:\n  menage credentials revoke anna')
    .action(act(async (context, command) => (await load()).runRevoke(context, command.args)));
  credentials
    .command('rotate')
    .argument('<FILE>', 'the new ones, as for import')
    .description('check new app passwords, keep them, then revoke the old ones')
    .addHelpText('after', '\nExample:\n  menage credentials rotate new.json')
    .action(act(async (context, command) => (await load()).runRotate(context, command.args[0] ?? '-')));
  addAppApiCommands(credentials, act);
}

/** `menage credentials appapi …`: the registration by which everybody is read. Its options hold for those below it. */
function addAppApiCommands(credentials: Command, act: Act): void {
  const load = () => import('../appapi/appapi.ts');
  const appapi = credentials
    .command('appapi')
    .description('register with AppAPI: one secret, which Nextcloud makes and hands over, reads everybody')
    .option('--listen <HOST:PORT>', 'where Nextcloud reaches this machine (default: 127.0.0.1:23901)')
    .option('--tls-cert <FILE>', 'a certificate for that place, as PEM; with --tls-key')
    .option('--tls-key <FILE>', 'its key, as PEM (mode 600)')
    .option('--insecure', 'let the secret cross a network in clear')
    .option('--occ [COMMAND]', 'run the commands by this; without a value by credentials.occ of the config')
    .option('--announcement', 'print the announcement to send to the members first')
    .addOption(
      new Option(
        '--proxy-rule <SERVER>',
        'print the rule by which the front lets the secret only read',
      ).choices([...FRONTS]),
    )
    .option('--from <ADDRESS...>', 'with --proxy-rule: only these addresses may use it')
    .addHelpText(
      'after',
      '\nExample:\n  menage credentials appapi\n' +
        "  menage credentials appapi --occ 'docker exec -u www-data nextcloud php occ'",
    )
    .action(act(async (context, command) => (await load()).register(context, command.opts())));
  appapi
    .command('rotate')
    .description('unregister and register anew: a new secret, the old one is refused')
    .addHelpText('after', '\nExample:\n  menage credentials appapi rotate')
    .action(act(async (context, command) => (await load()).rotate(context, command.optsWithGlobals())));
  appapi
    .command('revoke')
    .description('unregister at the server, and let the vault forget the secret')
    .addHelpText('after', '\nExample:\n  menage credentials appapi revoke')
    .action(act(async (context, command) => (await load()).revoke(context, command.optsWithGlobals())));
}
