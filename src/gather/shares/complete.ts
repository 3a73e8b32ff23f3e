import { SHARE_TYPES, type Share, type ShareType } from '../../model/share.ts';
import type { ShareCounts } from '../../nextcloud/ocs/share-counts.ts';

const NAMES: Readonly<Partial<Record<ShareType, string>>> = {
  user: 'with members',
  group: 'with groups',
  link: 'links',
  mail: 'by mail',
  room: 'in rooms',
  federated: 'federated',
};

/**
 * What the members' lists lack of the shares that the server itself counts, as one English sentence; null where nothing
 * is missing. They are shares of accounts that were not read, or expired ones, which the server removes only when somebody
 * lists them. Fewer counted than read is no lack: a share may have been made meanwhile.
 */
export function shortfallOf(counts: ShareCounts, shares: readonly Share[]): string | null {
  const parts = SHARE_TYPES.flatMap((type) => {
    const counted = counts[type] ?? 0;
    const read = shares.filter((share) => share.type === type).length;
    return counted > read ? [`${NAMES[type] ?? type} ${read} of ${counted}`] : [];
  });
  return parts.length === 0 ? null : `Not all shares that the server counts were read: ${parts.join(', ')}.`;
}
