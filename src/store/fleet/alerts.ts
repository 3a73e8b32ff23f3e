import type { InstanceName } from '../../model/ids.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Database } from '../database/database.ts';

/** What the host is to know of an instance. */
export interface AlertState {
  readonly name: InstanceName;
  readonly state: 'well' | 'trouble';
}

/**
 * Claims the changes that no mail names yet, so that one worker sends it. A claim that came to nothing is open again
 * after some time.
 * @param before claims made before this moment came to nothing.
 * @returns those that changed and are now ours.
 */
export async function claimAlerts(
  database: Database,
  states: readonly AlertState[],
  { now, before }: { readonly now: UtcMs; readonly before: UtcMs },
): Promise<readonly AlertState[]> {
  return database.transaction(async (within) => {
    const claimed: AlertState[] = [];
    for (const one of states) {
      await within.run(
        "INSERT INTO alerts (instance, mailed) VALUES (?, 'well') ON CONFLICT (instance) DO NOTHING",
        one.name,
      );
      const row = await within.get(
        `UPDATE alerts SET attempted_at = ? WHERE instance = ? AND mailed <> ? AND (attempted_at IS NULL OR attempted_at < ?)
         RETURNING instance`,
        ...[now, one.name, one.state, before],
      );
      if (row !== undefined) claimed.push(one);
    }
    return claimed;
  });
}

/** Notes that the host was mailed about these. */
export async function noteAlerted(database: Database, states: readonly AlertState[]): Promise<void> {
  await database.runEach(
    'UPDATE alerts SET mailed = ?, attempted_at = NULL WHERE instance = ?',
    states.map(({ name, state }) => [state, name]),
  );
}
