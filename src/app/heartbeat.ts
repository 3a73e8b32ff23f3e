import { heartbeat } from '../deliver/chat.ts';
import type { Secret } from '../model/secret.ts';
import type { AppContext } from './context.ts';

/** Lets the watchdog know how a run goes; null = the config names none. One that cannot be reached is a warning. */
export async function beat(
  watchdog: Secret | null,
  context: Pick<AppContext, 'log'>,
  moment: 'start' | 'success' | 'fail',
): Promise<void> {
  if (watchdog === null) return;
  const { outcome, reply } = await heartbeat(watchdog, moment);
  if (outcome !== 'sent') context.log.warn(`The heartbeat was not taken: ${reply}`);
}
