import type { Config } from '../../config/load.ts';
import { type CheckOutcome, checkCredentials, type Outcome } from '../../credentials/check.ts';
import { parseCredentials } from '../../credentials/import.ts';
import { type RevokeOutcome, revokeCredentials } from '../../credentials/revoke.ts';
import { type RotateOutcome, rotateCredentials } from '../../credentials/rotate.ts';
import { moveVault, type VaultEntry } from '../../credentials/vault.ts';
import { UsageError } from '../../model/errors.ts';
import type { MemberId } from '../../model/ids.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Client } from '../../nextcloud/http/client.ts';
import { assertServes } from '../assert-serves.ts';
import type { AppContext } from '../context.ts';
import { clientOf, vaultKey, vaultOf } from '../open.ts';
import { askingAs } from './ask-as-members.ts';

/** A file of app passwords that was read. */
export interface CredentialFile {
  /** How messages name it. */
  readonly name: string;
  readonly text: string;
}

/** Puts app passwords into the vault; no request is sent. Returns how many. */
export async function importCredentials(
  config: Config,
  context: AppContext,
  read: () => Promise<CredentialFile>,
): Promise<number> {
  const vault = await vaultOf(config, context);
  const { name, text } = await read();
  const entries = parseCredentials(text, name, context.now());
  await vault.put(entries);
  return entries.length;
}

/** By which rights members can be read: who has granted access, and since when menage is registered with AppAPI. */
export async function listCredentials(
  config: Config,
  context: AppContext,
): Promise<{ readonly own: readonly VaultEntry[]; readonly registeredAt: UtcMs | null }> {
  const vault = await vaultOf(config, context);
  return { own: vault.list(), registeredAt: vault.registration()?.registeredAt ?? null };
}

/**
 * The vault is for `server.url` from now on.
 * @param from the address that it is for so far.
 */
export async function moveCredentials(config: Config, context: AppContext, from: string): Promise<void> {
  if (!URL.canParse(from))
    throw new UsageError(`"${from}" is no address: write it as server.url was before.`);
  await moveVault(
    { path: config.credentials.vault, key: vaultKey(config, context) },
    from,
    config.server.url,
  );
}

/** Tries each app password with one cheap request. */
export async function checkAll(
  config: Config,
  context: AppContext,
): Promise<readonly Outcome<CheckOutcome>[]> {
  const vault = await vaultOf(config, context);
  const entries = vault.list();
  return asMembers(
    config,
    context,
    entries.map(({ member }) => member),
    (client) => checkCredentials(entries, (credential) => client.as(credential)),
  );
}

/** Revokes on the server by the app password itself, then takes it out of the vault. */
export async function revokeOf(
  config: Config,
  context: AppContext,
  members: readonly MemberId[],
): Promise<readonly Outcome<RevokeOutcome>[]> {
  const vault = await vaultOf(config, context);
  return asMembers(config, context, members, (client) =>
    revokeCredentials(vault, members, (credential) => client.as(credential)),
  );
}

/** Checks each new app password before the old one is revoked. */
export async function rotateAll(
  config: Config,
  context: AppContext,
  read: () => Promise<CredentialFile>,
): Promise<readonly Outcome<RotateOutcome>[]> {
  const vault = await vaultOf(config, context);
  const { name, text } = await read();
  const fresh = parseCredentials(text, name, context.now());
  return asMembers(
    config,
    context,
    fresh.map(({ member }) => member),
    (client) => rotateCredentials(vault, fresh, (credential) => client.as(credential)),
  );
}

async function asMembers<T>(
  config: Config,
  context: AppContext,
  members: readonly MemberId[],
  ask: (client: Client) => Promise<T>,
): Promise<T> {
  await assertServes(config);
  const client = await clientOf(config);
  try {
    return await askingAs(config, context, client, members, () => ask(client));
  } finally {
    client.close();
  }
}
