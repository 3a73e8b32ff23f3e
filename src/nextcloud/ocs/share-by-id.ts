import { RequestError, type RequestFailure } from '../../model/errors.ts';
import type { ShareId } from '../../model/ids.ts';
import type { Share } from '../../model/share.ts';
import type { Session } from '../http/exchange.ts';
import { askOcsRows } from './request.ts';
import { readShareRow } from './share-record.ts';

/** What the server says of one share: it is there, it said itself that there is none, or neither. */
export type ShareAnswer = 'found' | 'denied' | 'unknown';

/** Nothing more is asked after these. */
const ENDS: readonly RequestFailure[] = ['maintenance', 'stopped'];

/**
 * Reads one share of the member by its id (`GET /shares/ID`).
 * @returns "denied" where the server itself says that there is none; "odd" where its record cannot be read.
 * @throws {RequestError}
 */
export async function readShare(session: Session, id: ShareId): Promise<Share | 'denied' | 'odd'> {
  // Another text could be another path.
  if (!/^[\w:-]+$/.test(id)) return 'odd';
  try {
    const rows = await askOcsRows(session, `/apps/files_sharing/api/v1/shares/${id}`, {}, (row) =>
      readShareRow(row),
    );
    const [row] = rows;
    return row !== undefined && 'share' in row && row.share.id === id ? row.share : 'odd';
  } catch (error) {
    if (error instanceof RequestError && error.failure === 'not-found' && error.ocsCode === 404)
      return 'denied';
    throw error;
  }
}

/**
 * Asks for one share of the member by its id (`GET /shares/ID`).
 * @throws {RequestError} 'maintenance', and 'stopped': what was not asked is nothing that the server did not say.
 */
export async function askForShare(session: Session, id: ShareId): Promise<ShareAnswer> {
  // Another text could be another path.
  if (!/^[\w:-]+$/.test(id)) return 'unknown';
  try {
    const rows = await askOcsRows(session, `/apps/files_sharing/api/v1/shares/${id}`, {}, (row) =>
      readShareRow(row),
    );
    return rows.length > 0 ? 'found' : 'unknown';
  } catch (error) {
    if (!(error instanceof RequestError) || ENDS.includes(error.failure)) throw error;
    return error.failure === 'not-found' && error.ocsCode === 404 ? 'denied' : 'unknown';
  }
}
