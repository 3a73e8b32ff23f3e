import { messageOf, RequestError } from '../model/errors.ts';
import type { MemberId } from '../model/ids.ts';
import type { Credential } from '../model/secret.ts';
import { revokeOwnAppPassword } from '../nextcloud/ocs/app-password.ts';
import type { Outcome, SessionOf } from './check.ts';
import type { Vault } from './vault.ts';

export type RevokeOutcome = 'revoked' | 'already-invalid' | 'failed';

/**
 * Revokes members' app passwords on the server, one after the other, each by itself, and takes what is worth nothing any
 * more out of the vault. What could not be revoked stays.
 */
export async function revokeCredentials(
  vault: Vault,
  members: readonly MemberId[],
  sessionOf: SessionOf,
): Promise<readonly Outcome<RevokeOutcome>[]> {
  const outcomes: Outcome<RevokeOutcome>[] = [];
  try {
    for (const member of new Set(members)) {
      const credential = vault.get(member);
      outcomes.push(
        credential === null
          ? { member, outcome: 'failed', detail: 'the vault has no app password of this member' }
          : await revokeOne(member, credential, sessionOf),
      );
    }
  } finally {
    const worthless = outcomes.filter(({ outcome }) => outcome !== 'failed').map(({ member }) => member);
    if (worthless.length > 0) await vault.remove(worthless);
  }
  return outcomes;
}

/** Lets one app password revoke itself. */
export async function revokeOne(
  member: MemberId,
  credential: Credential,
  sessionOf: SessionOf,
): Promise<Outcome<RevokeOutcome>> {
  try {
    await revokeOwnAppPassword(sessionOf(credential));
    return { member, outcome: 'revoked', detail: null };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error.failure === 'unauthorised') {
      return { member, outcome: 'already-invalid', detail: 'the server did not know it any more' };
    }
    return { member, outcome: 'failed', detail: reasonOf(error) };
  }
}

/** The server answers 403 to a login with the member's own password (Nextcloud API notes, 6.2). */
function reasonOf(error: RequestError): string {
  return error.failure === 'forbidden'
    ? 'this is a real password, which the server does not revoke: the member has to change it'
    : messageOf(error);
}
