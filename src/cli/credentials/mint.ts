import { createInterface } from 'node:readline';
import { membersWithout } from '../../app/credentials/missing.ts';
import { vaultOf } from '../../app/open.ts';
import { wordsOf } from '../../app/report/wording.ts';
import { terminalSpeaker } from '../../app/terminal.ts';
import type { Config } from '../../config/load.ts';
import { mintScript, runMint, takeMinted } from '../../credentials/mint.ts';
import type { Minted } from '../../credentials/minted.ts';
import { USUAL_OCC } from '../../credentials/occ.ts';
import type { VaultEntry } from '../../credentials/vault.ts';
import { EXIT, type ExitCode, UsageError } from '../../model/errors.ts';
import { languagesOf } from '../../model/member.ts';
import { speaker } from '../../report/text/words.ts';
import { configOf } from '../config.ts';
import type { Context } from '../context.ts';

interface MintOptions {
  readonly run?: boolean;
  readonly take?: boolean;
  readonly announcement?: boolean;
}

const WARNING =
  'Nextcloud writes a mail to each member when an app password is made. Send the announcement first: ' +
  'menage credentials mint --announcement';

/** `menage credentials mint`: app passwords by the server's own command, for every member without one. */
export async function mint(context: Context, options: MintOptions): Promise<ExitCode> {
  const config = configOf(context);
  if (options.announcement === true) {
    const { name, language } = config.organisation;
    const words = wordsOf(config);
    const texts = languagesOf(language).map((one) =>
      speaker(words, 'setup', one)('announcement', { organisation: name }),
    );
    context.out(texts.join('\n\n---\n\n'));
    return EXIT.done;
  }
  if (options.take === true) return take(context, config);
  const { members, major } = await membersWithout(config, context);
  context.log.warn(WARNING);
  if (options.run !== true) {
    context.out(mintScript({ members, major, occ: USUAL_OCC }));
    return EXIT.done;
  }
  const command = config.credentials.occ;
  if (command === undefined) {
    throw new UsageError(
      'Set credentials.occ, the words that run occ, as in [ssh, cloud, sudo, -u, www-data, php, occ].',
    );
  }
  const vault = await vaultOf(config, context);
  const keep = async (entry: VaultEntry) => vault.put([entry]);
  const stopping = () => context.stop.aborted;
  return tell(context, await runMint({ members, major, command, now: context.now(), keep, stopping }));
}

async function take(context: Context, config: Config): Promise<ExitCode> {
  const vault = await vaultOf(config, context);
  const lines = createInterface({ input: process.stdin, signal: context.stop });
  return tell(context, await takeMinted(lines, context.now(), async (entry) => vault.put([entry])));
}

function tell(context: Context, minted: Minted): ExitCode {
  for (const problem of minted.problems) context.log.warn(problem);
  context.out(terminalSpeaker(context)('credentials.imported', { n: minted.entries.length }));
  return minted.problems.length === 0 ? EXIT.done : EXIT.partial;
}
