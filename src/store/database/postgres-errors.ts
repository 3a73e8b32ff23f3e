import { LockedError, MenageError, messageOf, StoreAwayError } from '../../model/errors.ts';
import { partialError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';

/** What the server says when it lacks room or memory (postgresql.org, appendix A). */
const FULL = ['53100', '53200'];
/** Too many connections; a lock that was not given in time. */
const BUSY = ['53300', '55P03'];
/** Refused logins, a database or schema that is not there, rights, cut connections, a server that ends or starts. */
const UNUSABLE = /^(28|3D|3F|42501|08|57P|25006|E[A-Z]+$)/;

/**
 * What the server or the network said, as a sentence that says what to do.
 * @param shown the store's address, without a password.
 * @param isConnected whether the login had succeeded: what fails before is the address, the password or the certificate.
 */
export function explained(shown: string, error: unknown, isConnected: boolean): unknown {
  if (error instanceof MenageError || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const message = messageOf(error);
  if (FULL.includes(code))
    return partialError(because('store.full', { store: shown, message }), { cause: error });
  if (BUSY.includes(code))
    return new LockedError(
      `The store ${shown} lets nobody in now (${message}): wait until others have ended, then run again.`,
      { cause: error },
    );
  if (!isConnected || UNUSABLE.test(code) || /timeout|terminated|not queryable/i.test(message))
    return new StoreAwayError(
      `Cannot use the store ${shown} (${message}): correct "store" or its password, or see whether the server runs.`,
      { cause: error },
    );
  return error;
}
