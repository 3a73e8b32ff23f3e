import { type MemberId, memberId } from '../../model/ids.ts';
import type { Share } from '../../model/share.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Start } from '../start.ts';

/** Which recipients of shares have no account any more, as far as it could be found out. */
export interface Recipients {
  /** Not listed, and denied by name. */
  readonly gone: ReadonlyMap<MemberId, UtcMs>;
  /** The server has them, though it did not list them. */
  readonly here: ReadonlySet<MemberId>;
}

/**
 * Asks for the recipients whom the account list does not show: only the server's own word makes one gone.
 * @throws {RequestError} 'maintenance' alone.
 */
export async function lookUpRecipients(
  shares: readonly Share[],
  { accounts, notListed, absent }: Pick<Inventory, 'accounts' | 'notListed' | 'absent'>,
  { questions, deniedBefore, startedAt }: Pick<Start, 'questions' | 'deniedBefore' | 'startedAt'>,
): Promise<Recipients> {
  const gone = new Map([...absent.gone].map((id) => [id, deniedBefore.get(id) ?? startedAt]));
  const here = new Set<MemberId>();
  for (const id of userRecipients(shares)) {
    if (accounts.has(id) || notListed.has(id) || gone.has(id)) continue;
    const before = deniedBefore.get(id);
    if (before !== undefined) {
      gone.set(id, before);
      continue;
    }
    const { kind } = await questions.ask(id);
    if (kind === 'denied') gone.set(id, startedAt);
    if (kind === 'found') here.add(id);
  }
  return { gone, here };
}

function userRecipients(shares: readonly Share[]): ReadonlySet<MemberId> {
  return new Set(
    shares.flatMap(({ type, recipient }) =>
      type === 'user' && recipient !== null ? [memberId(recipient)] : [],
    ),
  );
}
