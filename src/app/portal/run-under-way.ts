import type { Store } from '../../store/store.ts';

/** Whether a run of all members is under way in another process: one that was killed is none. */
export async function isRunUnderWay(store: Store): Promise<boolean> {
  const [latest] = await store.runs.list();
  return latest?.status === 'running' && (await store.runHolder()) !== null;
}
