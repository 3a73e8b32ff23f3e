import type { ShareId } from '../../model/ids.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import { lastDayOf, type Share } from '../../model/share.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import { askForShare } from '../../nextcloud/ocs/share-by-id.ts';

/** What an earlier run read of a member's list, and the day (`YYYY-MM-DD`) before which a share may have ended by itself. */
export interface EarlierShares {
  readonly shares: readonly Share[];
  readonly endedBy: string;
}

/** Number of shares that may go from one run to the next without a question, if others stay. */
const FEW = 3;
const QUESTIONS = 2;

/**
 * Absence from a list proves nothing: where all earlier shares vanish at once, or at least three and half of them, up to
 * two are asked for by id. Only where the server denies each one the list is believed.
 * @param listed the ids of everything in the list, unreadable records included.
 * @throws {RequestError} 'unexpected' where the list is not believed; 'maintenance'; 'stopped'.
 */
export async function assertNoneLost(
  session: Session,
  listed: ReadonlySet<string>,
  { shares, endedBy }: EarlierShares,
): Promise<void> {
  const standing = shares.filter((share) => (lastDayOf(share) ?? endedBy) >= endedBy);
  const vanished = standing.filter(({ id }) => !listed.has(id));
  const isEmptied = listed.size === 0 && vanished.length > 0;
  if (!isEmptied && (vanished.length < FEW || 2 * vanished.length < standing.length)) return;
  const counts = { vanished: vanished.length, known: standing.length };
  for (const id of ends(vanished.map((share) => share.id))) {
    const answer = await askForShare(session, id);
    if (answer === 'denied') continue;
    const key = answer === 'found' ? 'shares.vanished-found' : 'shares.vanished-untold';
    throw requestError('unexpected', because(key, counts), 200);
  }
}

/** The first and the last, or the only one. */
function ends(ids: readonly ShareId[]): readonly ShareId[] {
  return [...new Set([...ids.slice(0, 1), ...ids.slice(1 - QUESTIONS)])];
}
