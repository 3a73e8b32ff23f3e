import { because, type Reason } from '../../model/reasons/reason.ts';
import { SHARE_TYPES, type Share } from '../../model/share.ts';
import type { ShareCounts } from '../../nextcloud/ocs/share-counts.ts';

/**
 * What the members' lists lack of the shares that the server itself counts, null where nothing
 * is missing. They are shares of accounts that were not read, or expired ones, which the server removes only when somebody
 * lists them. Fewer counted than read is no lack: a share may have been made meanwhile.
 */
export function shortfallOf(counts: ShareCounts, shares: readonly Share[]): Reason | null {
  const types = SHARE_TYPES.flatMap((type) => {
    const counted = counts[type] ?? 0;
    const read = shares.filter((share) => share.type === type).length;
    return counted > read ? [because('shares.of-type', { type, read, counted })] : [];
  });
  return types.length === 0 ? null : because('shares.counted', { types });
}
