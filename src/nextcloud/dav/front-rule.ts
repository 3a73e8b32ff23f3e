import { RequestError } from '../../model/errors.ts';
import type { Session } from '../http/exchange.ts';
import { CONTENT_PROBE } from '../http/guard.ts';

/** Whether a server's front refuses contents to the login that asks. */
export type FrontRule = 'stands' | 'absent';

/**
 * Asks for the content of a file that does not exist, which writes nothing and reads nothing: a front with a rule refuses
 * the request (403) before Nextcloud sees it, without one Nextcloud finds no such file (404).
 * @param session by AppAPI, as an account that exists.
 * @throws {RequestError} where the answer shows neither, a refusal by Nextcloud itself among them.
 */
export async function readFrontRule(session: Session): Promise<FrontRule> {
  try {
    return await session.ask<FrontRule>({ method: 'GET', path: CONTENT_PROBE }, async () => 'absent');
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error.status === 404) return 'absent';
    if (error.status === 403 && error.exception === null) return 'stands';
    throw error;
  }
}
