import { UsageError } from '../../model/errors.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import { runOcc } from '../occ.ts';
import { type OccWords, UNREGISTER } from './commands.ts';

/** Our own commands at the server. */
export interface Running {
  readonly ended: Promise<void>;
  /** Whether a registration may be there that is theirs: its command began, and did not fail. */
  hasMade(): boolean;
  stop(): void;
}

/** Runs the commands of a registration by occ, one after the other. */
export function runCommands(occ: readonly string[], commands: readonly OccWords[]): Running {
  const end = new AbortController();
  let hasMade = false;
  async function run(): Promise<void> {
    for (const words of commands) {
      hasMade = words === commands.at(-1);
      const { done, printed } = await runOcc(occ, words, '--occ', end.signal);
      if (end.signal.aborted) return;
      // To end what is not there fails.
      if (done || words === UNREGISTER) continue;
      hasMade = false;
      throw new UsageError(occFailed(words, printed));
    }
  }
  return { ended: run(), hasMade: () => hasMade, stop: () => end.abort() };
}

const BY_HAND = 'Run it by hand on the server to see why.';
const CLEAR = `${BY_HAND} "menage credentials appapi revoke" clears what is left of it.`;
const LONGEST_LINE = 300;

/** How a command of occ ended, and what to do. */
export function occFailed(words: OccWords, printed: string): string {
  const [name = ''] = words;
  const line = printed.trim().split('\n').at(-1)?.trim() ?? '';
  // Nothing that might be a secret is shown again.
  const shown = visibleText(line.replaceAll(/[\w+/=-]{40,}/g, '…')).slice(0, LONGEST_LINE);
  const ending = shown === '' ? 'without a word' : `with “${shown}”`;
  return `occ ${name} ended ${ending}. ${adviceFor(words, printed)}`;
}

function adviceFor(words: OccWords, printed: string): string {
  if (words === UNREGISTER) return BY_HAND;
  if (/already registered/i.test(printed))
    return 'The server has a registration of menage whose secret is not in this vault: "menage credentials appapi rotate" makes a new one, and whoever used the old one reads no more.';
  return printed.trim() === ''
    ? `Most likely Nextcloud does not reach the place of --listen, and went on trying. ${CLEAR}`
    : CLEAR;
}
