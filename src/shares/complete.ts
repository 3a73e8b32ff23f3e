import { SHARE_TYPES, type Share, type ShareType } from '../model/share.ts';
import type { ShareCounts } from '../nextcloud/share-counts.ts';

export interface ShareShortfall {
  readonly type: ShareType;
  readonly counted: number;
  readonly found: number;
}

/**
 * Types of which the server counts more shares than the members' lists gave: shares of members who were not read, or
 * expired ones that nobody has listed yet. More than counted is no shortfall: the count is as old as a cron job.
 */
export function shortfallOf(counts: ShareCounts, shares: readonly Share[]): readonly ShareShortfall[] {
  return SHARE_TYPES.flatMap((type) => {
    const counted = counts[type] ?? 0;
    const found = shares.filter((share) => share.type === type).length;
    return counted > found ? [{ type, counted, found }] : [];
  });
}
