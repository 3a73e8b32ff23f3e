import { setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';
import { RequestError, type RequestFailure } from '../../model/errors.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import { isAppApi, type Login } from '../../model/secret.ts';
import type { MonotonicMs } from '../../model/units.ts';
import { countedBody, idleTimer } from './body.ts';
import { understood } from './broken.ts';
import { closedBecause } from './closed.ts';
import { rememberCookies } from './cookies.ts';
import { type Answer, type ClientState, prefixOf, type Session, stopClient } from './exchange.ts';
import { answerError, drain, factsIn, failureOf, saysLockedOut } from './failure.ts';
import { assertMayLeave, type LockedRequest, type ReadingRequest } from './guard.ts';
import { headersOf } from './headers.ts';
import { nextTry } from './retry.ts';
import { shownAddress } from './shown-address.ts';
import type { RawAnswer } from './transport.ts';

type Request = ReadingRequest | LockedRequest;

/** What belongs to one login alone: never shared, for foreign cookies make a tree look empty (API notes, 7.4). */
interface LoginState {
  readonly login: Login | null;
  readonly cookies: Map<string, string>;
  /** When its time is over. */
  readonly until: MonotonicMs;
  isOver: boolean;
  requests: number;
  refused: boolean;
}

const MAX_REFUSED_LOGINS = 3;
const OVERLOAD: readonly RequestFailure[] = ['rate-limited', 'unavailable', 'gateway'];

/** A session of the client for one login. */
export function openSession(client: ClientState, login: Login | null, until: MonotonicMs): Session {
  const own: LoginState = { login, cookies: new Map(), until, isOver: false, requests: 0, refused: false };
  const oneAtATime = pLimit(1);
  return {
    prefix: prefixOf(client),
    origin: client.base.origin,
    ...{ limits: client.limits, room: client.room, server: client.server },
    requests: () => own.requests,
    ask: (request, consume) => oneAtATime(() => askPatiently(client, own, request, consume)),
  };
}

async function askPatiently<T>(
  client: ClientState,
  own: LoginState,
  request: Request,
  consume: (answer: Answer) => Promise<T>,
): Promise<T> {
  const began = performance.now();
  for (let tries = 1; ; tries++) {
    try {
      return await client.limiter.run(() => askOnce(client, own, request, consume));
    } catch (error) {
      if (!(error instanceof RequestError) || client.stopReason !== null) throw error;
      const wait = nextTry(
        error,
        {
          ...{ tries, spentMs: performance.now() - began },
          ...{ pauseMs: client.retryPauseMs, maxTries: client.maxTries },
        },
        client.budget,
      );
      if (wait === null) throw error;
      // A stop ends the wait early; the next try then says why it was not sent.
      await pause(wait, undefined, { signal: client.halt.signal }).catch(() => undefined);
    }
  }
}

async function askOnce<T>(
  client: ClientState,
  own: LoginState,
  request: Request,
  consume: (answer: Answer) => Promise<T>,
): Promise<T> {
  const { method, path } = request;
  if (client.stopReason !== null) throw notSent('stopped', client.stopReason);
  if (own.refused)
    throw requestError(
      'unauthorised',
      because('request.login-refused', { request: `${method} ${shownAddress(path)}` }),
      401,
    );
  const url = new URL(prefixOf(client) + path, client.base.origin);
  assertMayLeave(method, url, client.base);
  const timeLeft = own.until - performance.now();
  if (own.isOver || timeLeft <= 0) throw notSent('bound', because('stop.member-time'));
  const patience = idleTimer(client.idleTimeoutMs, Math.min(client.limits.answerTime, timeLeft));
  const requestedAt = performance.now();
  let answer: RawAnswer | null = null;
  count(client, own);
  try {
    const headers = headersOf(own, request);
    answer = await client.transport.send({
      method,
      url,
      headers,
      body: 'body' in request ? request.body : undefined,
      signal: patience.signal,
    });
    // A cookie of one account would make the next request by AppAPI that account's.
    if (!isAppApi(own.login)) rememberCookies(own.cookies, answer.cookies);
    if (answer.status >= 300) throw await refusal(client, own, request, answer);
    client.limiter.noteSuccess(performance.now() - requestedAt);
    const body = countedBody(answer.body, client.traffic, patience.rearm, client.limits.answer);
    const { status, header } = answer;
    return await consume({ status, header, body, requestedAt, limits: client.limits });
  } catch (error) {
    if (patience.expired() === 'whole' && timeLeft <= client.limits.answerTime) own.isOver = true;
    if (patience.expired() !== null) client.limiter.noteOverload(performance.now());
    throw understood(error, {
      ...{ method, path, server: client.base },
      ...{
        timedOut: patience.expired() !== null,
        answered: answer !== null,
        divisible: isDivisible(request),
      },
    });
  } finally {
    patience.end();
    answer?.body.destroy();
    client.inFlight--;
  }
}

function isDivisible(request: Request): boolean {
  if (request.method === 'SEARCH') return true;
  return request.method === 'PROPFIND' && request.headers?.['Depth'] === 'infinity';
}

function notSent(failure: RequestFailure, cause: Reason): RequestError {
  return requestError(failure, because('request.not-sent', { cause: [cause] }), null);
}

function count(client: ClientState, own: LoginState): void {
  own.requests++;
  client.traffic.requests++;
  client.inFlight++;
  client.traffic.peakConcurrency = Math.max(client.traffic.peakConcurrency, client.inFlight);
}

/** Reads an answer from 300 on to its end, and draws what follows for the client. */
async function refusal(client: ClientState, own: LoginState, { method, path }: Request, answer: RawAnswer) {
  const text = await drain(answer.body, client.traffic);
  const closed = answer.status === 503 ? await closedBecause(client, own, text) : null;
  const lockedOut = isAppApi(own.login) && saysLockedOut(answer.status, text);
  const failure = lockedOut ? 'locked-out' : failureOf(answer.status, text, closed !== null);
  if (closed !== null) stopClient(client, closed);
  if (failure === 'unauthorised') noteRefusedLogin(client, own);
  if (OVERLOAD.includes(failure)) client.limiter.noteOverload(performance.now());
  const asked = new URL(prefixOf(client) + path, client.base.origin);
  return answerError(method, path, answer.status, failure, factsIn(answer, text, asked, closed));
}

function noteRefusedLogin(client: ClientState, own: LoginState): void {
  if (own.refused || own.login === null) return;
  own.refused = true;
  // A wrong secret counts apart from wrong passwords.
  if (isAppApi(own.login)) return;
  if (++client.refusedLogins < MAX_REFUSED_LOGINS) return;
  stopClient(client, because('stop.refused-logins', { logins: MAX_REFUSED_LOGINS }));
}
