import type { RequestFailure } from '../../model/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import { isAppApi, type Login } from '../../model/secret.ts';
import type { MonotonicMs } from '../../model/units.ts';
import { closedBecause } from './closed.ts';
import { type ClientState, prefixOf, stopClient } from './exchange.ts';
import { answerError, drain, factsIn, failureOf, saysLockedOut } from './failure.ts';
import type { LockedRequest, ReadingRequest } from './guard.ts';
import type { Slot } from './limiter.ts';
import type { RawAnswer } from './transport.ts';

/** What belongs to one login alone: never shared, for foreign cookies make a tree look empty (API notes, 7.4). */
export interface LoginState {
  readonly login: Login | null;
  readonly cookies: Map<string, string>;
  /** When its time is over. */
  readonly until: MonotonicMs;
  isOver: boolean;
  requests: number;
  refused: boolean;
  /** Whether the other workers were asked if a login may be tried. */
  asked: boolean;
}

/** A request, and the slot that it goes out in. */
export interface Asking {
  readonly request: ReadingRequest | LockedRequest;
  readonly slot: Slot;
}

export const MAX_REFUSED_LOGINS = 3;
const OVERLOAD: readonly RequestFailure[] = ['rate-limited', 'unavailable', 'gateway'];

/** Reads an answer from 300 on to its end, and draws what follows for the client. */
export async function refusal(
  client: ClientState,
  own: LoginState,
  { request, slot }: Asking,
  answer: RawAnswer,
) {
  const { method, path } = request;
  const text = await drain(answer.body, client.traffic);
  const closed = answer.status === 503 ? await closedBecause(client, own, text, slot) : null;
  const lockedOut = isAppApi(own.login) && saysLockedOut(answer.status, text);
  const failure = lockedOut ? 'locked-out' : failureOf(answer.status, text, closed !== null);
  if (closed !== null) {
    stopClient(client, closed);
    client.shared?.noteStop(closed);
  }
  if (failure === 'unauthorised') await noteRefusedLogin(client, own, slot);
  if (OVERLOAD.includes(failure)) client.limiter.noteOverload(performance.now());
  const asked = new URL(prefixOf(client) + path, client.base.origin);
  return answerError(method, path, answer.status, failure, factsIn(answer, text, asked, closed));
}

/** The slot is held until the other workers can know of it. */
async function noteRefusedLogin(client: ClientState, own: LoginState, slot: Slot): Promise<void> {
  if (own.refused || own.login === null) return;
  own.refused = true;
  // A wrong secret counts apart from wrong passwords.
  if (isAppApi(own.login)) return;
  client.refusedLogins++;
  stopForRefusedLogins(client);
  if (client.shared === null) return;
  const lost = new Promise<void>((resolve) => slot.onLost(resolve));
  await Promise.race([client.shared.noteRefusedLogin(), lost]);
}

/** More would make the server lock this machine out. */
export function stopForRefusedLogins(client: ClientState): void {
  if (client.refusedLogins < MAX_REFUSED_LOGINS) return;
  stopClient(client, because('stop.refused-logins', { logins: MAX_REFUSED_LOGINS }));
}
