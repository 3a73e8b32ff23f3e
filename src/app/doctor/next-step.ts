import { existsSync } from 'node:fs';
import type { Config } from '../../config/load.ts';
import { MenageError } from '../../model/errors.ts';
import { mayBeUsed } from '../../model/run.ts';
import { isStoreMade } from '../../store/look.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import { withStore } from '../open.ts';
import { storeLocation } from '../store-location.ts';

/** The command to go on with, as its words; by what the config and the store have come to. */
export type NextStep =
  | 'audit'
  | 'credentials mint'
  | 'credentials appapi'
  | 'report'
  | 'send --dry-run'
  | 'run';

/** What to do next where nothing has to be corrected. */
export async function nextStep(config: Config, context: AppContext): Promise<NextStep> {
  try {
    if (!(await isStoreMade(storeLocation(config, context.environment)))) return 'audit';
    return await withStore(config, context, (store) => stepAfter(store, config));
  } catch (error) {
    // The store has a row of its own, which says what is wrong.
    if (error instanceof MenageError) return 'audit';
    throw error;
  }
}

async function stepAfter({ runs, outbox }: Store, { credentials, mail }: Config): Promise<NextStep> {
  if (!(await runs.list()).some((run) => mayBeUsed(run, 'latest'))) return 'audit';
  if (!existsSync(credentials.vault))
    return credentials.use.includes('own') ? 'credentials mint' : 'credentials appapi';
  if (mail.transport === undefined || mail.from === undefined) return 'report';
  return (await outbox.sent()).length === 0 ? 'send --dry-run' : 'run';
}
