import type { Config } from '../../config/load.ts';
import type { Vault } from '../../credentials/vault.ts';
import { MenageError } from '../../model/errors.ts';
import type { HeldReason, OutgoingMail, Sendings } from '../../model/mail.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import { existingVaultOf } from '../open.ts';

/** What store and vault remember of the mails that left. */
export interface Remembered {
  readonly store: Sendings | null;
  readonly vault: Sendings | null;
  /** Null where there is none, or it cannot be opened. */
  readonly witness: Vault | null;
}

/** Reads it. Without a vault, or one that opens, nobody could tell that the store was put back from a backup. */
export async function rememberedSendings(
  store: Store,
  config: Config,
  context: AppContext,
): Promise<Remembered> {
  let witness: Vault | null = null;
  try {
    witness = await existingVaultOf(config, context);
  } catch (error) {
    if (!(error instanceof MenageError)) throw error;
    context.log.warn(`Whether the store was put back from a backup is not known: ${error.message}`);
  }
  return { store: await store.outbox.sendings(), vault: witness?.sendings() ?? null, witness };
}

/**
 * Why the mails of a period are held: the vault saw more of them leave in it than the store knows of, which was thus put
 * back from a backup, or is a new one.
 */
export function heldAsRestored(
  { store, vault }: Remembered,
  period: string,
  context: AppContext,
): readonly HeldReason[] {
  if (vault === null || store?.number === vault.number) return [];
  if (store !== null && store.number > vault.number) {
    context.log.warn(
      'The vault is older than the store: it was put back from a backup, or is another than that of other machines, which share ' +
        'one file. App passwords that came since are missing: import them again, or name the file that all share.',
    );
    return [];
  }
  if (vault.period >= period) return [{ kind: 'restored', period: vault.period }];
  context.log.warn(
    `The store is older than the vault: it was put back from a backup, or is a new one, and lacks what went out until ${vault.period}.`,
  );
  return [];
}

/**
 * Notes in the store, then in the vault, that mails of a period are about to leave. In this order: who is stopped in
 * between finds the store ahead, which holds nothing.
 */
export async function noteSending(
  store: Store,
  { store: known, vault, witness }: Remembered,
  period: string,
  context: AppContext,
): Promise<void> {
  const next = { number: Math.max(known?.number ?? 0, vault?.number ?? 0) + 1, period };
  await store.outbox.noteSendings(next);
  try {
    await witness?.noteSendings(next);
  } catch (error) {
    if (!(error instanceof MenageError)) throw error;
    context.log.warn(
      `The vault cannot be written, so that a store put back from a backup would not be noticed: ${error.message}`,
    );
  }
}

/** Whether a mail is among these that has not surely left. */
export async function hasToLeave(
  store: Store,
  going: readonly OutgoingMail[],
  period: string,
): Promise<boolean> {
  const states = new Map((await store.outbox.list(period)).map(({ key, state }) => [key, state]));
  return going.some(({ key }) => states.get(key) !== 'sent' && states.get(key) !== 'doubtful');
}
