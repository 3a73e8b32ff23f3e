import type { MemberId } from '../../model/ids.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { Bytes } from '../../model/units.ts';
import type { Session } from '../http/exchange.ts';
import { isOwnCloud } from '../http/owncloud.ts';
import { entryReader } from './entry.ts';
import { askForOne, filesRoot, propfind } from './request.ts';

/** The state of a member's root, before the tree is read. */
export interface RootState {
  readonly etag: string;
  /** Recursive, received shares and mounts included; null when something below is not scanned. */
  readonly size: Bytes | null;
  /** Of the own storage alone; up to five minutes old. Null when not given, or with mounts in it (ownCloud). */
  readonly usedBytes: Bytes | null;
  /** The exact sum of the own files where another request gives it (ownCloud 10), null where it is not scanned; else left out. */
  readonly ownBytes?: Bytes | null;
  /** Changes when the server was restored from a backup: then etags prove nothing. */
  readonly dataFingerprint: string;
}

const PROPERTIES =
  '<d:getetag/><d:getlastmodified/><d:resourcetype/><oc:fileid/><oc:size/><oc:owner-id/><nc:mount-type/>' +
  '<d:quota-used-bytes/><oc:data-fingerprint/>';

/**
 * Reads a member's root. A foreign or missing tree answers 207 and looks empty (Nextcloud API notes, 1.1), so a root
 * counts only with an id, an etag and this member as its owner.
 * @throws {RequestError} 'forbidden' when it is somebody else's or the token may not see files.
 */
export async function readRoot(session: Session, uid: MemberId): Promise<RootState> {
  const root = filesRoot(uid);
  const resource = await askForOne(session, propfind(`${root}/`, '0', PROPERTIES));
  const entry = entryReader(session.prefix + root)(resource);
  if (entry.fileId === null || entry.etag.replaceAll('"', '') === '' || entry.ownerId !== uid) {
    throw requestError('forbidden', because('tree.not-own'), 207);
  }
  return {
    etag: entry.etag,
    size: entry.size,
    usedBytes:
      !isOwnCloud(session) && /^\d{1,15}$/.test(resource.usedBytes) ? Number(resource.usedBytes) : null,
    dataFingerprint: resource.dataFingerprint,
  };
}
