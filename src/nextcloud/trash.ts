import { RequestError } from '../errors.ts';
import type { MemberId } from '../model/ids.ts';
import type { Bytes } from '../model/units.ts';
import { foldResources, propfind } from './dav.ts';
import type { Session } from './exchange.ts';

/**
 * Bytes in a member's trash bin: the sum over its top level, folders included.
 * @throws {RequestError}
 */
export async function readTrash(session: Session, uid: MemberId): Promise<Bytes> {
  const path = `/remote.php/dav/trashbin/${encodeURIComponent(uid)}/trash/` as const;
  return foldResources(session, propfind(path, '1', '<d:resourcetype/><oc:size/>'), () => {
    let isBin = true;
    let bytes = 0;
    return {
      see({ size }) {
        // The first one is the bin itself, which has no size.
        if (isBin) isBin = false;
        else if (/^\d{1,15}$/.test(size)) bytes += Number(size);
        else throw new RequestError('unexpected', 'Something in the trash bin has no size.', 207);
      },
      end: () => bytes,
    };
  });
}
