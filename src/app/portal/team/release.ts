import { createHash } from 'node:crypto';
import type { Config } from '../../../config/load.ts';
import type { Logger } from '../../../log.ts';
import { LockedError } from '../../../model/errors.ts';
import type { MemberId } from '../../../model/ids.ts';
import { memberOfKey } from '../../../model/mail.ts';
import type { Words } from '../../../report/text/words.ts';
import { acquireLock } from '../../../store/open.ts';
import type { HeldMail, Store } from '../../../store/store.ts';
import type { AppContext } from '../../context.ts';
import { reportInput } from '../../report/input.ts';
import { sendingSecrets } from '../../secrets.ts';
import { senderOf, sendRun } from '../../send/send.ts';
import { storeLocation } from '../../store-location.ts';

/** What became of an admin's word that held mails may leave. */
export type Released =
  /** They leave; `sent` ends once they have. */
  | { readonly outcome: 'released'; readonly sent: Promise<void> }
  /** The list is not the one that was looked at. */
  | { readonly outcome: 'changed' }
  /** A run or another sending is under way. */
  | { readonly outcome: 'busy' };

/** Names exactly these mails, to these addresses: what an admin looked at is what leaves. */
export function listMark(held: readonly HeldMail[]): string {
  const rows = held.map(({ run, key, recipient }) => [run, key, recipient]);
  return createHash('sha256').update(JSON.stringify(rows)).digest('base64url').slice(0, 22);
}

/**
 * Lets the held mails leave, and no other.
 * @param mark of the list that the admin looked at, see `listMark`.
 */
export async function releaseHeld(
  store: Store,
  config: Config,
  context: AppContext & { readonly log: Logger },
  words: Words,
  { mark, admin }: { readonly mark: string; readonly admin: MemberId },
): Promise<Released> {
  const lock = await lockOrNull(config, context);
  if (lock === null) return { outcome: 'busy' };
  try {
    const held = await store.outbox.held();
    const [first] = held;
    if (first === undefined || mark !== listMark(held)) {
      await lock.release();
      return { outcome: 'changed' };
    }
    const sending = {
      ...{ sender: senderOf(config), secrets: sendingSecrets(config, context.environment) },
      ...{ yes: false, agreeFirst: async () => false, retryRefused: false },
      only: new Set(held.map(({ key }) => key)),
    };
    const input = await reportInput(store, config, words, first.run);
    await store.outbox.noteHeld([]);
    for (const member of held.flatMap(({ key }) => memberOfKey(key) ?? []))
      await store.portal.journal.note({
        ...{ at: context.now(), member, event: 'mail-released', params: {} },
        actor: { role: 'admin', member: admin },
      });
    const sent = sendRun(store, config, input, context, sending).then(() => {});
    return { outcome: 'released', sent: sent.finally(() => lock.release()) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function lockOrNull(config: Config, context: AppContext) {
  try {
    return await acquireLock(storeLocation(config, context.environment), 'menage serve', context.now());
  } catch (error) {
    if (error instanceof LockedError) return null;
    throw error;
  }
}
