import type { HashToken, Share } from '../../model/share.ts';
import type { Session } from '../http/exchange.ts';
import { isOwnCloud } from '../http/owncloud.ts';
import { asNextcloudShare } from './owncloud-share.ts';
import { askOcsRows } from './request.ts';
import { readShareRow } from './share-record.ts';

/** A row that cannot be understood: its share is not known. */
export interface OddShareRow {
  /** Null where it has none. */
  readonly id: string | null;
  /** The fields that are not what they should be. */
  readonly fields: string;
}

export interface ShareList {
  readonly shares: readonly Share[];
  readonly odd: readonly OddShareRow[];
}

/**
 * Shares that the member made, and those that others made of the member's files (`reshares=true`). No paging exists.
 * Each row is read by itself: an odd one costs no other.
 * @param which `own` leaves out what others made.
 * @param hashToken by which the links' tokens are kept; without it they are not.
 * @throws {RequestError}
 */
export async function listShares(
  session: Session,
  which: 'all' | 'own' = 'all',
  hashToken?: HashToken,
): Promise<ShareList> {
  const path = '/apps/files_sharing/api/v1/shares';
  const query = { reshares: which === 'all' ? 'true' : 'false' };
  const ofNextcloud = isOwnCloud(session) ? asNextcloudShare : (row: unknown) => row;
  const read = (row: unknown) => readShareRow(ofNextcloud(row), hashToken);
  const rows = await askOcsRows(session, path, query, read);
  return {
    shares: rows.flatMap((row) => ('share' in row ? [row.share] : [])),
    odd: rows.flatMap((row) => ('odd' in row ? [{ id: row.id, fields: row.odd }] : [])),
  };
}
