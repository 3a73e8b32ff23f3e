import { z } from 'zod';
import { RequestError } from '../../model/errors.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { Session } from '../http/exchange.ts';
import { jsonOf } from './request.ts';

/** What a server says of a registration: that it is switched on or not, or that it knows no such secret. */
export type RegistrationState = 'enabled' | 'disabled' | 'refused';

/** The major version of Nextcloud that AppAPI is a part of, and all after it. */
export const APP_API_SINCE = 30;

const ADDRESS = '/ocs/v1.php/apps/app_api/ex-app/state';
/** Version 1 of OCS answers 200 whatever happened, but to a refused login: the code stands in the envelope. */
const Envelope = z.object({
  ocs: z.object({ meta: z.object({ statuscode: z.number() }), data: z.unknown() }),
});
const State = z.union([z.literal(0), z.literal(1)]);
const LOCKED_OUT = 429;

/**
 * The probe: asks for no member whether the secret of a session is right. It is the one request that AppAPI answers also
 * to an app that is switched off. A wrong secret counts at the server as an attempt to guess.
 * @param session by AppAPI, with an empty uid.
 * @throws {RequestError} 'locked-out', 'not-found' where the server has no AppAPI, or what else kept it from saying.
 */
export async function readRegistrationState(session: Session): Promise<RegistrationState> {
  const headers = { Accept: 'application/json', 'OCS-APIRequest': 'true' };
  try {
    const document = await session.ask({ method: 'GET', path: `${ADDRESS}?format=json`, headers }, (answer) =>
      jsonOf(answer, ADDRESS),
    );
    return stateIn(document);
  } catch (error) {
    if (error instanceof RequestError && error.failure === 'unauthorised') return 'refused';
    throw error;
  }
}

function stateIn(document: unknown): RegistrationState {
  const request = `GET ${ADDRESS}`;
  const envelope = Envelope.safeParse(document);
  if (!envelope.success) throw requestError('unexpected', because('answer.no-shape', { request }), 200);
  const { meta, data } = envelope.data.ocs;
  const state = State.safeParse(data);
  if (state.success) return state.data === 1 ? 'enabled' : 'disabled';
  const failure = meta.statuscode === LOCKED_OUT ? 'locked-out' : 'not-found';
  throw requestError(failure, because('request.answered', { request, status: meta.statuscode }), 200);
}
