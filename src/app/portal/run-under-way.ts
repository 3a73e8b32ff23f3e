import type { Config } from '../../config/load.ts';
import { lockHolder } from '../../store/lock.ts';
import type { Store } from '../../store/store.ts';

/** Whether a run of all members is under way in another process: one that was killed is none. */
export async function isRunUnderWay(store: Store, config: Pick<Config, 'store'>): Promise<boolean> {
  const [latest] = await store.runs.list();
  return latest?.status === 'running' && lockHolder(config.store) !== null;
}
