import type { Config } from '../../config/load.ts';
import { derivedKey } from '../../credentials/derived-key.ts';
import type { Vault } from '../../credentials/vault.ts';
import { memberId } from '../../model/ids.ts';
import type { LongResult } from '../../model/long-result.ts';
import type { ResultMember } from '../../model/result.ts';
import type { JournalEntry } from '../../store/portal/journal-store.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import { vaultKey, withImpatientClient } from '../open.ts';
import { clearRuns, settleWithdrawals } from './withdraw.ts';

/** Before a run reads anybody: goes on with what the portal began, also where `menage serve` is not running. */
export async function settleBeforeRun(
  store: Store,
  config: Config,
  context: AppContext,
  vault: Vault | null,
): Promise<void> {
  if (vault === null) return clearRuns(store);
  await settleWithdrawals({
    ...{ config, context, store, vault },
    keys: { sealed: derivedKey(vaultKey(config, context), 'portal-sealed') },
    withClient: (act) => withImpatientClient(config, act),
  });
}

const READ: readonly ResultMember['coverage']['status'][] = ['read', 'unchanged', 'partial'];

/** After a run: each member's journal says what was read. */
export async function noteReadings(store: Store, { run, members }: LongResult): Promise<void> {
  const at = Date.parse(run.finishedAt);
  const entries: JournalEntry[] = [];
  for (const { id, usage, coverage } of members) {
    if (!READ.includes(coverage.status)) continue;
    const member = memberId(id);
    // As the page of their data counts them: the list that is kept, with what they share of others too.
    const shares = (await store.snapshots.shares(member))?.length ?? 0;
    const params = { files: usage.files ?? 0, shares };
    entries.push({ at, member, event: 'reading', actor: null, params });
  }
  await store.portal.journal.noteAll(entries);
}
