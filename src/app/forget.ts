import type { Config } from '../config/load.ts';
import { revokeOne } from '../credentials/revoke.ts';
import type { Vault, VaultEntry } from '../credentials/vault.ts';
import { messageOf, UsageError } from '../model/errors.ts';
import type { MemberId } from '../model/ids.ts';
import { shownShellWord } from '../model/text/shell-word.ts';
import { visibleText } from '../model/text/visible-text.ts';
import type { Store } from '../store/store.ts';
import type { AppContext } from './context.ts';
import { nearNames } from './near-names.ts';
import { clientOf, existingVaultOf, withLockedStore } from './open.ts';

/**
 * Erases a person from the store and the vault, and lets the app password revoke itself. All of it or nothing: what fails
 * leaves store and vault as they were. Never beside a run, which would write down again what it read of the person.
 * @param agree is asked once the person is found, before anything is erased; throws to keep all.
 * @throws {UsageError} when nothing is kept about this member.
 */
export async function forgetMember(
  config: Config,
  context: AppContext,
  member: MemberId,
  agree: () => Promise<void>,
): Promise<void> {
  const vault = await existingVaultOf(config, context);
  await withLockedStore(config, context, 'menage forget', async (store) => {
    await assertKnown(store, vault, member);
    await agree();
    const entry = vault?.list().find((one) => one.member === member);
    if (vault === null || entry === undefined) await store.members.forget(member);
    else await forgetWithAccess(context, config, store, vault, entry);
  });
}

/** Store and vault change together; once they have, the app password revokes itself. */
async function forgetWithAccess(
  context: AppContext,
  config: Config,
  store: Store,
  vault: Vault,
  entry: VaultEntry,
): Promise<void> {
  const { member } = entry;
  let hasLeft = false;
  try {
    await store.members.forget(member, async () => {
      await vault.remove([member]);
      hasLeft = true;
      return async () => {
        hasLeft = false;
        await putBack(context, vault, entry);
      };
    });
  } finally {
    // Also where the person is erased, and only the file could not be rewritten.
    if (hasLeft) await revoke(context, config, entry);
  }
}

async function putBack(context: AppContext, vault: Vault, entry: VaultEntry): Promise<void> {
  try {
    await vault.put([entry]);
  } catch (error) {
    const { member } = entry;
    context.log.warn(
      { member },
      `The app password has left the vault and could not be put back (${messageOf(error)}): it stays valid on the server. ` +
        'Forget again, and delete it in Nextcloud.',
    );
  }
}

/** Lets the app password revoke itself; what is left to do on the server is said. */
async function revoke(context: AppContext, config: Config, entry: VaultEntry): Promise<void> {
  const { member, tokenId } = entry;
  const client = await clientOf(config);
  try {
    const { outcome, detail } = await revokeOne(member, entry, (credential) => client.as(credential));
    if (outcome !== 'failed') return;
    const command = `occ user:auth-tokens:delete ${shownShellWord(member)} ${tokenId ?? 'TOKEN-ID'}`;
    context.log.warn(
      { member },
      `The app password leaves the vault but stays valid on the server (${detail}): delete it there with "${command}"`,
    );
  } finally {
    client.close();
  }
}

/** @throws {UsageError} naming who is near, when nothing is kept about this uid. */
async function assertKnown(store: Store, vault: Vault | null, member: MemberId): Promise<void> {
  const known = new Set([
    ...(await store.members.known()),
    ...(vault?.list() ?? []).map((entry) => entry.member),
  ]);
  if (known.has(member)) return;
  const named = new Map((await store.members.list()).map(({ id, name }) => [id, name]));
  const near = nearNames(
    member,
    [...known].map((id) => ({ id, name: named.get(id) ?? id })),
  );
  const hint = near.length === 0 ? '"menage history" lists the members' : `near it are ${near.join(', ')}`;
  throw new UsageError(visibleText(`Nothing is kept about "${member}", and nothing was done: ${hint}.`));
}
