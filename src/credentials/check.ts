import pLimit from 'p-limit';
import { messageOf, RequestError } from '../model/errors.ts';
import type { MemberId } from '../model/ids.ts';
import type { Credential } from '../model/secret.ts';
import { readRoot } from '../nextcloud/dav/root.ts';
import type { Session } from '../nextcloud/http/exchange.ts';
import type { VaultEntry } from './vault.ts';

/** What came of trying one thing with one member's app password. */
export interface Outcome<Word extends string> {
  readonly member: MemberId;
  readonly outcome: Word;
  /** One sentence; null when there is nothing to say. */
  readonly detail: string | null;
}

export type CheckOutcome = 'works' | 'refused' | 'wrong-person' | 'disabled' | 'unknown';

/** Gives the session of a login: a client's `as`. */
export type SessionOf = (credential: Credential) => Session;

const AT_ONCE = 4;

/**
 * Tries each app password with one PROPFIND of the member's root. The client stops at the third refused login, lest the
 * server lock this machine out; those that were not tried are "unknown".
 */
export function checkCredentials(
  entries: readonly VaultEntry[],
  sessionOf: SessionOf,
): Promise<readonly Outcome<CheckOutcome>[]> {
  const limit = pLimit(AT_ONCE);
  return Promise.all(entries.map((entry) => limit(() => checkOne(entry, sessionOf))));
}

async function checkOne(entry: VaultEntry, sessionOf: SessionOf): Promise<Outcome<CheckOutcome>> {
  const { member } = entry;
  try {
    await readRoot(sessionOf(entry), member);
    return { member, outcome: 'works', detail: null };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { member, outcome: outcomeOf(error), detail: messageOf(error) };
  }
}

function outcomeOf({ failure }: RequestError): CheckOutcome {
  if (failure === 'unauthorised') return 'refused';
  if (failure === 'disabled-account') return 'disabled';
  return failure === 'forbidden' ? 'wrong-person' : 'unknown';
}
