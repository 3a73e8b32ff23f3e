import { nearNames } from '../app/near-names.ts';
import { clientOf, vaultOf, withLockedStore } from '../app/open.ts';
import { revokeOne } from '../credentials/revoke.ts';
import type { Vault, VaultEntry } from '../credentials/vault.ts';
import { EXIT, type ExitCode, messageOf, UsageError } from '../errors.ts';
import { type MemberId, memberId } from '../model/ids.ts';
import { shownShellWord } from '../model/shell-word.ts';
import { visibleText } from '../model/visible-text.ts';
import type { Store } from '../store/store.ts';
import { assertAgreed } from './ask.ts';
import { configOf } from './config.ts';
import type { Context } from './context.ts';

interface ForgetOptions {
  readonly yes?: boolean;
}

/**
 * `menage forget MEMBER`: erases a person from the store and the vault, and lets the app password revoke itself. All of
 * it or nothing: what fails leaves store and vault as they were. Never beside a run, which would write down again what
 * it read of the person.
 */
export async function forget(context: Context, uid: string, { yes }: ForgetOptions): Promise<ExitCode> {
  const config = configOf(context);
  const vault = await vaultOf(config, context, 'existing');
  const member = memberId(uid);
  await withLockedStore(config, context, 'menage forget', async (store) => {
    await assertKnown(store, vault, member);
    await assertAgreed(
      `Erase everything that is kept about ${visibleText(uid)}, in the store and the vault? It cannot be undone.`,
      yes,
    );
    const entry = vault?.list().find((one) => one.member === member);
    if (vault === null || entry === undefined) await store.members.forget(member);
    else await forgetWithAccess(context, config, store, vault, entry);
  });
  context.out(
    `Nothing about ${visibleText(uid)} is kept any more. Reports and mails written to folders before, and backups, are yours to delete.`,
  );
  return EXIT.done;
}

/** Store and vault change together; once they have, the app password revokes itself. */
async function forgetWithAccess(
  context: Context,
  config: ReturnType<typeof configOf>,
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

async function putBack(context: Context, vault: Vault, entry: VaultEntry): Promise<void> {
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
async function revoke(
  context: Context,
  config: ReturnType<typeof configOf>,
  entry: VaultEntry,
): Promise<void> {
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
