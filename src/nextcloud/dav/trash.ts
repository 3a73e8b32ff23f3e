import type { MemberId } from '../../model/ids.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import type { Trash } from '../../model/trash.ts';
import type { Session } from '../http/exchange.ts';
import { isOwnCloud } from '../http/owncloud.ts';
import { foldResources, propfind } from './request.ts';
import type { Resource } from './resource.ts';

/** What keeps a member's own deleted things; what was deleted in group folders is kept by another (API notes, 3.1). */
const OWN_BACKEND = 'OCA\\Files_Trashbin\\Trash\\LegacyTrashBackend';
const PROPERTIES = '<d:resourcetype/><oc:size/><nc:trashbin-backend/>';

/**
 * What a member's trash bin holds: the sums over its top level, folders included. Null where a folder lies in it of which the
 * server does not tell the size (ownCloud 10).
 * @throws {RequestError}
 */
export async function readTrash(session: Session, uid: MemberId): Promise<Trash | null> {
  if (isOwnCloud(session)) return readOwnCloudTrash(session, uid);
  const path = `/remote.php/dav/trashbin/${encodeURIComponent(uid)}/trash/` as const;
  return foldResources(session, propfind(path, '1', PROPERTIES), () => {
    let isBin = true;
    let bytes = 0;
    let own = 0;
    let isKnown = true;
    return {
      see(resource) {
        // The first one is the bin itself, which has no size.
        if (isBin) {
          isBin = false;
          return;
        }
        const size = sizeOf(resource);
        bytes += size;
        if (resource.trashBackend === OWN_BACKEND) own += size;
        // Before Nextcloud 31 the server does not tell what keeps a thing.
        if (resource.trashBackend === '') isKnown = false;
      },
      end() {
        if (Number.isSafeInteger(bytes)) return { bytes, ownBytes: isKnown ? own : null };
        throw requestError('unexpected', because('trash.sum'), 207);
      },
    };
  });
}

function sizeOf({ href, size }: Pick<Resource, 'href' | 'size'>): number {
  if (/^\d{1,15}$/.test(size)) return Number(size);
  const name = visibleText(href.split('/').at(-1) ?? '');
  throw requestError('unexpected', because('trash.no-size', { name }), 207);
}

/** There is no app for group folders there: all of it is the member's own. */
async function readOwnCloudTrash(session: Session, uid: MemberId): Promise<Trash | null> {
  const path = `/remote.php/dav/trash-bin/${encodeURIComponent(uid)}/` as const;
  const properties = '<d:resourcetype/><d:getcontentlength/>';
  return foldResources<Trash | null>(session, propfind(path, '1', properties), () => {
    let isBin = true;
    let bytes = 0;
    let hasFolders = false;
    return {
      see(resource) {
        if (isBin) isBin = false;
        else if (resource.isFolder) hasFolders = true;
        else bytes += sizeOf({ href: resource.href, size: resource.contentLength });
      },
      end() {
        if (!Number.isSafeInteger(bytes)) throw requestError('unexpected', because('trash.sum'), 207);
        return hasFolders ? null : { bytes, ownBytes: bytes };
      },
    };
  });
}
