import { z } from 'zod';
import { sealText, unsealText } from '../../../credentials/derived-key.ts';
import { type RevokeOutcome, revokeOne } from '../../../credentials/revoke.ts';
import type { VaultEntry } from '../../../credentials/vault.ts';
import type { MemberId } from '../../../model/ids.ts';
import { type Credential, reveal, secret } from '../../../model/secret.ts';
import type { FlowTicket } from '../../../nextcloud/ocs/app-password.ts';
import type { StoredFlow } from '../../../store/portal/flow-store.ts';
import type { Store } from '../../../store/store.ts';
import type { PortalSetting } from '../setting.ts';

const Key = z.object({ login: z.string(), password: z.string() });
const Ticket = z.object({
  token: z.string(),
  path: z.enum(['/index.php/login/v2/poll', '/login/v2/poll']),
}) satisfies z.ZodType<FlowTicket>;

type Sealing = Pick<PortalSetting, 'keys'>;

/** A key as the store may keep it: only the vault's key opens it. */
export function sealedKey({ keys }: Sealing, { login, password }: Credential): string {
  return sealText(keys.sealed, secret(JSON.stringify({ login, password: reveal(password) })));
}

/** Null where it was sealed by another vault key. */
export function keyIn({ keys }: Sealing, sealed: string): Credential | null {
  const opened = unsealText(keys.sealed, sealed);
  if (opened === null) return null;
  const { login, password } = Key.parse(JSON.parse(reveal(opened)));
  return { login, password: secret(password) };
}

/** By what Nextcloud is asked for the end of a flow; null as of `keyIn`. */
export function ticketOf({ keys }: Sealing, { poll }: StoredFlow): FlowTicket | null {
  const opened = unsealText(keys.sealed, poll);
  return opened === null ? null : Ticket.parse(JSON.parse(reveal(opened)));
}

/** The address in Nextcloud that the person opens; null as of `keyIn`. */
export function loginAddress({ keys }: Sealing, { login, member }: StoredFlow): string | null {
  const opened = unsealText(keys.sealed, login);
  if (opened === null) return null;
  const address = new URL(reveal(opened));
  address.searchParams.set('user', member);
  return address.href;
}

/** Lets a key revoke itself. */
export async function revokeKey(
  portal: PortalSetting,
  member: MemberId,
  key: Credential,
): Promise<RevokeOutcome> {
  return portal.withClient(async (client) => {
    const { outcome } = await revokeOne(member, key, (credential) => client.as(credential));
    return outcome;
  });
}

const MINUTE = 60_000;
/** How menage calls its keys where the name of one is not known. */
export const USUAL_KEY_NAME = 'menage';

/** As Nextcloud lists it: the journal has it of those that were given here. */
export async function keyName(
  { portal }: Store,
  { member, addedAt }: Pick<VaultEntry, 'member' | 'addedAt'>,
): Promise<string> {
  const granted = (await portal.journal.of(member)).find(
    ({ event, params }) => event === 'granted' && 'keyName' in params,
  );
  const isOfIt = granted !== undefined && Math.abs(granted.at - addedAt) < MINUTE;
  return isOfIt ? String(granted.params['keyName']) : USUAL_KEY_NAME;
}
