import { setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';
import { RequestError, type RequestFailure } from '../../model/errors.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import { isAppApi, type Login } from '../../model/secret.ts';
import type { MonotonicMs } from '../../model/units.ts';
import { countedBody, idleTimer } from './body.ts';
import { understood } from './broken.ts';
import { rememberCookies } from './cookies.ts';
import { type Answer, type ClientState, prefixOf, type Session } from './exchange.ts';
import { assertMayLeave, type LockedRequest, type ReadingRequest } from './guard.ts';
import { headersOf } from './headers.ts';
import type { Slot } from './limiter.ts';
import { type Asking, type LoginState, refusal } from './refusal.ts';
import { nextTry } from './retry.ts';
import { shownAddress } from './shown-address.ts';
import type { RawAnswer } from './transport.ts';

type Request = ReadingRequest | LockedRequest;

const SLOT_LOST = new Error('The slot is lost.');

/** A session of the client for one login. */
export function openSession(client: ClientState, login: Login | null, until: MonotonicMs): Session {
  const own: LoginState = {
    ...{ login, cookies: new Map(), until, isOver: false },
    ...{ requests: 0, refused: false, asked: login === null || client.shared === null },
  };
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
      return await askInSlot(client, own, request, consume);
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

/** A request whose slot was lost goes out again in the next: the server has done nothing wrong. */
async function askInSlot<T>(
  client: ClientState,
  own: LoginState,
  request: Request,
  consume: (answer: Answer) => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await client.limiter.run((slot) => askOnce(client, own, { request, slot }, consume));
    } catch (error) {
      if (error !== SLOT_LOST) throw error;
    }
  }
}

async function askOnce<T>(
  client: ClientState,
  own: LoginState,
  { request, slot }: Asking,
  consume: (answer: Answer) => Promise<T>,
): Promise<T> {
  const { method, path } = request;
  assertNotStopped(client, own);
  await askOthers(client, own, slot);
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
  slot.onLost(patience.giveUp);
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
    if (answer.status >= 300) throw await refusal(client, own, { request, slot }, answer);
    client.limiter.noteSuccess(performance.now() - requestedAt);
    const body = countedBody(answer.body, client.traffic, patience.rearm, client.limits.answer);
    const { status, header } = answer;
    return await consume({ status, header, body, requestedAt, limits: client.limits });
  } catch (error) {
    if (slot.isLost()) throw SLOT_LOST;
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

function assertNotStopped({ stopReason, registrationStop }: ClientState, { login }: LoginState): void {
  const reason = stopReason ?? (isAppApi(login) ? registrationStop : null);
  if (reason !== null) throw notSent('stopped', reason);
}

/** Before the first request of a login: a stop that others know of holds here as well. */
async function askOthers(client: ClientState, own: LoginState, slot: Slot): Promise<void> {
  if (own.asked || client.shared === null) return;
  if (!(await client.shared.ask()) || slot.isLost()) throw SLOT_LOST;
  own.asked = true;
  assertNotStopped(client, own);
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
  client.limiter.noteSent(client.inFlight);
  client.traffic.peakConcurrency = Math.max(client.traffic.peakConcurrency, client.inFlight);
}
