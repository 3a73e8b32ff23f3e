import { because, type Reason } from '../../model/reasons/reason.ts';
import { idleTimer } from './body.ts';
import { type ClientState, prefixOf } from './exchange.ts';
import { davErrorOf, drain, saysDisabledAccount, saysMaintenance } from './failure.ts';
import type { Slot } from './limiter.ts';

const IN_MAINTENANCE = because('advice.maintenance');
const NEEDS_UPGRADE = because('advice.upgrade');

/**
 * Why nobody is served at present, null when that is not so. On any 503 that does not say it, status.php tells
 * (API notes, 7.3).
 * @param text the body of the 503.
 * @param slot of the request that was answered by it.
 */
export async function closedBecause(
  client: ClientState,
  login: { requests: number },
  text: string,
  slot: Slot,
): Promise<Reason | null> {
  const error = davErrorOf(text);
  if (saysMaintenance(error)) return IN_MAINTENANCE;
  if (saysDisabledAccount(error)) return null;
  const url = new URL(`${prefixOf(client)}/status.php`, client.base.origin);
  const patience = idleTimer(client.idleTimeoutMs, client.idleTimeoutMs);
  slot.onLost(patience.giveUp);
  // The slot of the request that failed is still ours: one request in flight, not two.
  login.requests++;
  client.traffic.requests++;
  try {
    const answer = await client.transport.send({
      method: 'GET',
      url,
      headers: {},
      body: undefined,
      signal: patience.signal,
    });
    const text = await drain(answer.body, client.traffic);
    if (/"maintenance"\s*:\s*true/.test(text)) return IN_MAINTENANCE;
    return /"needsDbUpgrade"\s*:\s*true/.test(text) ? NEEDS_UPGRADE : null;
  } catch {
    return null;
  } finally {
    patience.end();
  }
}
