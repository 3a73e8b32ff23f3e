import { z } from 'zod';
import { RequestError } from '../../model/errors.ts';
import type { Session } from '../http/exchange.ts';
import { askOcsAt } from './request.ts';

/** What a server says of a registration: that it is switched on or not, or that it knows no such secret. */
export type RegistrationState = 'enabled' | 'disabled' | 'refused';

const State = z.union([z.literal(0), z.literal(1)]);

/**
 * The probe: asks for no member whether the secret of a session is right. It is the one request that AppAPI answers also
 * to an app that is switched off. A wrong secret counts at the server as an attempt to guess.
 * @param session by AppAPI, with an empty uid.
 * @throws {RequestError} where the server says nothing of it: away, locked out.
 */
export async function readRegistrationState(session: Session): Promise<RegistrationState> {
  try {
    const state = await askOcsAt(session, '/ocs/v1.php/apps/app_api/ex-app/state', {}, State);
    return state === 1 ? 'enabled' : 'disabled';
  } catch (error) {
    if (error instanceof RequestError && error.failure === 'unauthorised') return 'refused';
    throw error;
  }
}
