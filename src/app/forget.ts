import type { Config } from '../config/load.ts';
import type { Outcome } from '../credentials/check.ts';
import { type RevokeOutcome, revokeOne } from '../credentials/revoke.ts';
import type { Vault, VaultEntry } from '../credentials/vault.ts';
import { messageOf, UsageError } from '../model/errors.ts';
import type { MemberId } from '../model/ids.ts';
import { shownShellWord } from '../model/text/shell-word.ts';
import { visibleText } from '../model/text/visible-text.ts';
import type { Store } from '../store/store.ts';
import type { AppContext } from './context.ts';
import { nearHint, nearNames } from './near-names.ts';
import { existingVaultOf, withImpatientClient, withLockedStore } from './open.ts';

/**
 * Lets a person's app password revoke itself, then erases the person from store and vault, all of it or nothing: what
 * fails leaves the rest as it was. In this order no app password stays valid of which nothing is known any more; one that
 * could not be revoked is named with what to do. Never beside a run, which would write down again what it read.
 * @param agree is asked once the person is found, before anything is done; throws to keep all.
 * @returns what became of the app password; null where there was none.
 * @throws {UsageError} when nothing is kept about this member.
 */
export async function forgetMember(
  config: Config,
  context: AppContext,
  member: MemberId,
  agree: () => Promise<void>,
): Promise<RevokeOutcome | null> {
  const vault = await existingVaultOf(config, context);
  return withLockedStore(config, context, 'menage forget', async (store) => {
    await assertKnown(store, vault, member);
    await agree();
    const entry = vault?.list().find((one) => one.member === member);
    if (vault !== null && entry !== undefined) return forgetWithAccess(context, config, store, vault, entry);
    await store.members.forget(member);
    return null;
  });
}

/** The app password first, once all else is ready to go; then store and vault change together. */
async function forgetWithAccess(
  context: AppContext,
  config: Config,
  store: Store,
  vault: Vault,
  entry: VaultEntry,
): Promise<RevokeOutcome | null> {
  const { member } = entry;
  const progress: { access: Outcome<RevokeOutcome> | null; isErased: boolean } = {
    access: null,
    isErased: false,
  };
  try {
    await store.members.forget(member, async () => {
      const access = await revoke(config, entry);
      progress.access = access;
      await vault.remove([member]);
      progress.isErased = true;
      return async () => {
        progress.isErased = false;
        // One that is revoked opens nothing any more.
        if (access.outcome === 'failed') await putBack(context, vault, entry);
      };
    });
    return progress.access?.outcome ?? null;
  } finally {
    // Also where the person is erased, and only the file could not be rewritten.
    if (progress.access !== null) tellOfAccess(context, entry, progress.access, progress.isErased);
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

/** Lets the app password revoke itself. */
async function revoke(config: Config, entry: VaultEntry): Promise<Outcome<RevokeOutcome>> {
  return withImpatientClient(config, (client) =>
    revokeOne(entry.member, entry, (credential) => client.as(credential)),
  );
}

/** What is left to do on the server, or here. */
function tellOfAccess(
  context: AppContext,
  { member, tokenId }: VaultEntry,
  { outcome, detail }: Outcome<RevokeOutcome>,
  isErased: boolean,
): void {
  const who = visibleText(member);
  if (!isErased && outcome !== 'failed') {
    context.log.warn(
      { member },
      `The app password of ${who} is revoked, all else stands: mend what is named below, then forget again.`,
    );
  }
  if (!isErased || outcome !== 'failed') return;
  const command = `occ user:auth-tokens:delete ${shownShellWord(member)} ${tokenId ?? 'TOKEN-ID'}`;
  context.log.warn(
    { member },
    `The app password has left the vault but stays valid on the server (${detail}): delete it in Nextcloud with ` +
      `"${command}", or as ${who} in Settings › Security.`,
  );
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
  const hint = known.size === 0 ? 'the store and the vault know nobody yet' : nearHint(near);
  throw new UsageError(visibleText(`Nothing is kept about "${member}", and nothing was done: ${hint}.`));
}
