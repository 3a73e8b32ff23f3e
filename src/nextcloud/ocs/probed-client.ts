import { RequestError } from '../../model/errors.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import { type AppApiLogin, isAppApi } from '../../model/secret.ts';
import type { Client } from '../http/client.ts';
import type { Session } from '../http/exchange.ts';
import { shownAddress } from '../http/shown-address.ts';
import { readRegistrationState } from './app-api.ts';

/** What a client knows of its one registration with AppAPI. */
interface Registration {
  /** Under way, or passed; null before the first, and after one that was not answered. */
  probe: Promise<void> | null;
}

/**
 * The same client, but that requests by AppAPI wait for one probe. A 401 says nothing of a member before another probe
 * has shown that the secret is still right: a wrong one is one failure for all, and more requests with it would lock
 * this machine out. App passwords go on.
 */
export function probedClient(client: Client): Client {
  const registration: Registration = { probe: null };
  return {
    ...client,
    as(login, until) {
      const session = client.as(login, until);
      return isAppApi(login) && login.uid !== ''
        ? probedSession(client, session, login, registration)
        : session;
    },
  };
}

function probedSession(
  client: Client,
  session: Session,
  login: AppApiLogin,
  registration: Registration,
): Session {
  let refusal: RequestError | null = null;
  return {
    ...session,
    async ask(request, consume) {
      registration.probe ??= probe(client, login, registration);
      await registration.probe;
      assertNotStopped(client);
      if (refusal !== null) throw refusal;
      try {
        return await session.ask(request, consume);
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        if (error.failure === 'locked-out') throw stopped(client, LOCKED_OUT);
        if (error.failure !== 'unauthorised') throw error;
        await probe(client, login, registration);
        const address = `${request.method} ${shownAddress(request.path)}`;
        refusal = requestError(
          'unauthorised',
          because('request.account-refused', { request: address }),
          error.status,
          { cause: error },
        );
        throw refusal;
      }
    },
  };
}

const LOCKED_OUT = because('stop.registration-locked-out');
const NO_APP_API = because('stop.no-app-api');
const REFUSED = {
  refused: because('stop.registration-refused'),
  disabled: because('stop.registration-off'),
} as const;

/** @throws {RequestError} 'stopped' where the registration cannot be used, else what kept the server from answering. */
async function probe(client: Client, { appSecret }: AppApiLogin, registration: Registration): Promise<void> {
  assertNotStopped(client);
  try {
    const state = await readRegistrationState(client.as({ appSecret, uid: '' }));
    if (state !== 'enabled') throw stopped(client, REFUSED[state]);
  } catch (error) {
    if (!(error instanceof RequestError) || error.failure === 'stopped') throw error;
    if (error.failure === 'locked-out') throw stopped(client, LOCKED_OUT);
    if (error.failure === 'not-found') throw stopped(client, NO_APP_API);
    // Another try may be answered.
    registration.probe = null;
    throw error;
  }
}

function assertNotStopped(client: Client): void {
  const reason = client.registrationStopped();
  if (reason !== null) throw notSent(reason);
}

/** The first reason stands. */
function stopped(client: Client, reason: Reason): RequestError {
  client.stopRegistration(reason);
  return notSent(client.registrationStopped() ?? reason);
}

function notSent(cause: Reason): RequestError {
  return requestError('stopped', because('request.not-sent', { cause: [cause] }), null);
}
